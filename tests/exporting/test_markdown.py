"""Texts as Markdown."""

import pytest

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.text.schema import doc, paragraph
from tests.coedit_content.documents import EVERYTHING, PICTURE, block, cell, text, words
from tests.exporting.conftest import paper

pytestmark = pytest.mark.usefixtures("_inside")


def test_everything_as_markdown() -> None:
    written = markdown_of(paper(EVERYTHING), {PICTURE: "pictures/1.png"})

    for expected in (
        "# 认识几分之一",
        "- 主备人：林知远",
        "# 认识分数",
        r"$\frac{1}{2}$",
        "[**课标**](https://example.org/a?b=1&c=2)",
        "- [x] 备学具",
        "  - [ ] 剪圆片",
        "  3.  二层",
        "#### 小标题",
        "``` python",
        '![圆片对折](pictures/1.png "图 1")',
        r"$$\frac{3}{4} < 1 \& x^2$$",
        '<td rowspan="2">教学过程</td>',
        '<td colspan="3">认识分数</td>',
    ):
        assert expected in written


def test_a_plain_table_is_a_plain_table() -> None:
    head = block("tableRow", cell(words("环节"), kind="tableHeader"), cell(words("时间"), kind="tableHeader"))
    rows = block("tableRow", cell(words("导|入")), cell(words("5 分钟")))

    written = markdown_of(paper(doc(block("table", head, rows))), {})

    lines = [[each.strip() for each in line.strip("|").split(" | ")] for line in written.splitlines()[-3:]]
    assert lines[0] == ["环节", "时间"]
    assert lines[2] == [r"导\|入", "5 分钟"]


def test_runs_with_the_same_mark_share_its_signs() -> None:
    written = markdown_of(paper(doc(paragraph(text("一", "bold"), text("二", "bold", "italic")))), {})

    assert "**一<em>二</em>**" in written
