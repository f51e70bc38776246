"""Papers to export, inside the application that knows the converter."""

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from PIL import Image

from app.blueprints.coedit.exporting.paper import Paper, PaperPicture
from app.blueprints.coedit.exporting.word import docx_of
from app.blueprints.coedit.text.schema import Node
from app.blueprints.preparation.default_form import default_form
from tests.coedit_content.documents import PICTURE

FACTS = {
    "学校": "青禾实验小学", "学科": "数学", "年级": "三年级", "主备人": "林知远", "日期": "2026-11-22",
    "参备人": "周若溪（柳溪）", "版本": "定稿 v1",
}  # fmt: skip

WordOf = Callable[..., bytes]


def drawing() -> PaperPicture:
    target = io.BytesIO()
    Image.new("RGB", (640, 480), "#6688aa").save(target, "PNG")
    return PaperPicture(target.getvalue(), "image/png", 640, 480)


def paper(pm: Node) -> Paper:
    return Paper("认识几分之一", pm, FACTS, {PICTURE: drawing()}, "林知远")


@pytest.fixture
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def word_of(_inside: None) -> WordOf:
    def make(pm: Node, template: bytes | None = None) -> bytes:
        return docx_of(paper(pm), template or default_form())

    return make
