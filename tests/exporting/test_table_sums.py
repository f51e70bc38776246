"""The minutes of the steps, under their table in each format."""

from dataclasses import replace

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import html

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.exporting.word import docx_of
from app.blueprints.coedit.text.schema import doc
from app.blueprints.preparation.default_form import default_form
from tests.coedit_content.documents import block, cell, words
from tests.exporting.conftest import paper
from tests.exporting.word_reader import opened

pytestmark = pytest.mark.usefixtures("_inside")

SENTENCE = "合计 {sum} 分钟，一课时 40 分钟"
LINE = "合计 15～17 分钟，一课时 40 分钟"


def lesson() -> Paper:
    names = block(
        "tableRow", *(cell(words(name), kind="tableHeader") for name in ("环节", "时间", "教师活动"))
    )
    steps = [
        block("tableRow", cell(words("导入")), cell(words("5分钟")), cell(words("用 3 分钟提问"))),
        block("tableRow", cell(words("新授")), cell(words("10～12′"), rowspan=2), cell()),
        block("tableRow", cell(words("练习")), cell()),
    ]
    other = block("table", block("tableRow", cell(words("作业")), cell(words("8分钟"))))
    return replace(paper(doc(other, block("table", names, *steps), words("后面"))), minutes=SENTENCE)


def test_in_word_it_stands_right_below_the_table() -> None:
    document = opened(docx_of(lesson(), default_form()))

    lines = [line for line in document.paragraphs if line.text]
    found = [line.text for line in lines]
    at = found.index(LINE)
    assert found.count(LINE) == 1
    assert found[at + 1] == "后面"
    assert lines[at].alignment is WD_ALIGN_PARAGRAPH.RIGHT


def test_in_markdown_and_on_the_printed_page() -> None:
    written = markdown_of(lesson(), {})
    page = html.fromstring(page_of(lesson())[0])

    assert written.count(f"*{LINE}*\n\n后面") == 1
    assert page.xpath("//p[@class='minutes-sum']/text()") == [LINE]
    assert page.xpath("//p[@class='minutes-sum']/following-sibling::p/text()") == ["后面"]


def test_a_paper_that_says_nothing_about_minutes_has_no_line() -> None:
    assert "合计" not in markdown_of(replace(lesson(), minutes=""), {})
