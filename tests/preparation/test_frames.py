"""The default form asks for nothing the text already says, and nobody signs what pupils fill in."""

import io

import docx

from app.blueprints.coedit.text.schema import Node, doc
from app.blueprints.preparation.default_form import Frame, default_form
from app.blueprints.preparation.service.framing import frame_of
from tests.coedit_content.documents import block, cell, words


def table(*labels: str) -> Node:
    return block("table", block("tableRow", *(cell(words(label), kind="tableHeader") for label in labels)))


def test_the_frame_follows_the_table_the_text_opens_with() -> None:
    steps = table("环节", "教师活动", "学生活动")
    own, pupils = table("课题", "课型", "主备人"), table("课题", "主备", "班级", "姓名")
    empty = block("paragraph")

    assert frame_of(doc(steps)) is Frame.WHOLE
    assert frame_of(doc(words("先看"), own)) is Frame.WHOLE, "not what it opens with"
    assert frame_of(doc(own, steps)) is Frame.UNDER_OWN_HEAD
    assert frame_of(doc(empty, own)) is Frame.UNDER_OWN_HEAD
    assert frame_of(doc(pupils)) is Frame.FOR_PUPILS


def test_the_default_form_in_its_three_frames() -> None:
    whole, under, pupils = (everything_in(frame) for frame in Frame)

    assert "{{主备人}}" in whole
    assert "教务处" in whole
    assert "{{主备人}}" not in under
    assert "{{参备人}}" in under, "the names of those who took part stay"
    assert "教务处" in under
    assert "教务处" not in pupils
    assert "集体备课教案" not in pupils
    assert "{{正文}}" in pupils


def everything_in(frame: Frame) -> str:
    document = docx.Document(io.BytesIO(default_form(frame)))
    cells = [each.text for table in document.tables for row in table.rows for each in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])
