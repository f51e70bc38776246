"""Markdown files, read again by a CommonMark reader that knows nothing of ours."""

from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from app.blueprints.coedit.exporting.markdown import markdown_of
from app.blueprints.coedit.text.schema import Node, doc, paragraph
from tests.coedit_content.documents import DOCUMENTS, EVERYTHING, PICTURE, block, cell, text
from tests.exporting.conftest import FACTS, paper
from tests.exporting.word_reader import words_in

pytestmark = pytest.mark.usefixtures("_inside")


def read(pm: Node) -> Any:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    written = reader.render(markdown_of(paper(pm), {PICTURE: "pictures/1.png"}))
    return lxml.html.fromstring(f"<div>{written}</div>")


def packed(element: Any) -> str:
    return "".join(element.text_content().split())


def test_every_word_of_everything_arrives_in_order() -> None:
    written, at = packed(read(EVERYTHING)), 0

    for expected in [*FACTS.values(), *words_in(EVERYTHING)]:
        wanted = "".join(expected.split())
        at = written.index(wanted, at) + len(wanted)


def test_the_shape_is_the_plan_s() -> None:
    page = read(EVERYTHING)

    assert [(each.tag, packed(each)) for each in page.xpath("//h1|//h2|//h3|//h4")] == [
        ("h1", "认识几分之一"),
        ("h1", "认识分数"),
        ("h4", "小标题"),
    ]
    assert [packed(each) for each in page.xpath("//ul/li/ol/li/ul/li")] == ["三层"]
    assert [each.get("start") for each in page.xpath("//ol")] == ["3"]
    assert [packed(each) for each in page.xpath("//blockquote//h4")] == ["小标题"]
    assert page.xpath("//pre/code/text()")[0] == "for i in range(3):\n    print(i)\n"
    assert [(each.get("src"), each.get("alt")) for each in page.xpath("//img")] == [
        ("pictures/1.png", "圆片对折")
    ]
    assert page.xpath("//a/@href") == ["https://example.org/a?b=1&c=2"]


def test_a_table_keeps_its_merged_cells() -> None:
    rows = read(EVERYTHING).xpath("//table//tr")

    assert [[(packed(each), each.get("colspan"), each.get("rowspan")) for each in row] for row in rows] == [
        [("课题", None, None), ("认识分数", "3", None)],
        [("教学过程", None, "2"), ("环节", None, None), ("教师活动", None, None), ("学生活动", None, None)],
        [("", None, None), ("提问谁来分?", None, None), (r"折纸\(1/4\)", None, None)],
    ]


@pytest.mark.parametrize(
    "first", ["1.", "12)", "-", "+", "---", "===", "#", ">", "***", "&nbsp;", r"\:", r"\*a"]
)
def test_words_that_look_like_signs_stay_words(first: str) -> None:
    line = (text(f"{first} 导入"), block("hardBreak"), text(first), block("hardBreak"), text("板书"))
    rows = [block("tableRow", cell(paragraph(*line)))]

    page = read(
        doc(paragraph(*line), block("table", *rows), block("bulletList", block("listItem", paragraph(*line))))
    )

    assert packed(page).count(f"{first}导入{first}板书") == 3
    assert not page.xpath("//ol|//li/ul|//hr|//blockquote|//h2")


@pytest.mark.parametrize(
    "line",
    [
        (text("意图：", "bold"), text("学生说")),
        (text("说"), text("“半个”", "bold"), text("怎么写")),
        (text("设计", "bold"), text("意图", "bold", "italic"), text("两份", "italic"), text("。")),
        (text("读", "italic", "bold"), text("😀", "strike"), text("写")),
    ],
)
def test_what_stands_out_does_so_without_gaps_around_it(line: tuple[Node, ...]) -> None:
    page = read(doc(paragraph(*line)))

    assert "*" not in packed(page)
    assert "~" not in packed(page)
    for mark, tags in (("bold", "strong"), ("italic", "em"), ("strike", "s")):
        marked = "".join(run["text"] for run in line if {"type": mark} in run.get("marks", []))
        assert "".join(packed(each) for each in page.xpath(f"//{tags}")) == marked


def test_a_box_without_words_may_have_a_list_below_it() -> None:
    """Only a list that begins with 1 may follow a line of words without an empty one between them."""
    inner = block("orderedList", block("listItem", paragraph(text("第二件"))), start=2)
    box = block("taskList", block("taskItem", paragraph(), inner, checked=False))

    assert read(doc(box)).xpath("string(.//li//ol[@start='2']/li)").strip() == "第二件"


@pytest.mark.parametrize("before", [[], [paragraph()]], ids=["at once", "after an empty line"])
def test_a_rule_at_the_beginning_of_an_item_stays_in_it(before: list[Node]) -> None:
    item = block("listItem", *before, block("horizontalRule"), paragraph(text("板书[")))

    page = read(doc(block("orderedList", item, start=1)))

    assert page.xpath("count(//ol/li/hr)") == 1
    assert "板书[" in packed(page.find("ol"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS)
def test_the_words_of_any_text_can_be_read_again(pm: Node) -> None:
    written = packed(read(pm))

    assert all(expected in written for expected in words_in(pm))
