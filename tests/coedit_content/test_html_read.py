"""HTML from converters and templates becomes a document that is valid for the schema."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.blueprints.coedit.text.content import from_pm, text_of, to_pm
from app.blueprints.coedit.text.html_read import UNKNOWN_PICTURE, read_html
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.plain_text import walk
from app.blueprints.coedit.text.schema import (
    CELLS,
    INLINE,
    LISTS,
    NODES,
    TEXTBLOCKS,
    Node,
    doc,
    paragraph,
    text_node,
)
from tests.coedit_content.documents import PICTURE, block, cell, text, words


def read(html: str) -> list[Node]:
    content: list[Node] = read_html(html)["content"]
    return content


def test_whitespace_reads_as_in_a_browser() -> None:
    html = "<p>\n  三年级\n  数学  <b> 上册 </b> <i>x</i>\n</p>\n\n<p>　　缩进 a\nb</p>"

    assert read(html) == [
        paragraph(text("三年级数学 "), text("上册 ", "bold"), text("x", "italic")),
        words("　　缩进 a b"),
    ]


def test_marks_nest_and_never_repeat() -> None:
    html = '<p><b><strong>重<u>点</u></strong></b><span class="underline">线</span><code><b>x</b></code></p>'

    assert read(html) == [
        paragraph(
            text("重", "bold"), text("点", "bold", "underline"), text("线", "underline"), text("x", "code")
        )
    ]


def test_links_are_kept_if_they_lead_to_the_web() -> None:
    html = '<p><a href="https://a.example/?x=1&amp;y=2">课<b>标</b></a><a href="#fn1">1</a>'
    html += '<a href="javascript:x">2</a></p>'
    link = "https://a.example/?x=1&y=2"

    assert read(html) == [paragraph(text("课", link=link), text("标", "bold", link=link), text("12"))]


def test_text_outside_of_paragraphs_gets_one() -> None:
    assert read("开头<p>中间</p>结尾<div>里<div>外</div></div>") == [
        words("开头"), words("中间"), words("结尾"), words("里"), words("外"),
    ]  # fmt: skip


def test_headings_below_the_fourth_level_become_the_fourth() -> None:
    assert read("<h1>一</h1><h6>六</h6>") == [
        block("heading", text("一"), level=1),
        block("heading", text("六"), level=4),
    ]


def test_lists_nest_and_every_item_starts_with_a_paragraph() -> None:
    html = (
        '<ol start="3"><li>甲<ul><li><p>乙</p></li></ul></li><li><table><tr><td>1</td></tr></table></li></ol>'
    )

    assert read(html) == [
        block(
            "orderedList",
            block("listItem", words("甲"), block("bulletList", block("listItem", words("乙")))),
            block("listItem", paragraph(), block("table", block("tableRow", cell(words("1"))))),
            start=3,
        )
    ]


def test_a_list_directly_in_a_list_belongs_to_the_item_before() -> None:
    assert read("<ul><li>甲</li><ul><li>乙</li></ul></ul>") == [
        block(
            "bulletList", block("listItem", words("甲"), block("bulletList", block("listItem", words("乙"))))
        )
    ]


EDITORS_TASKS = """<ul data-type="taskList"><li data-checked="true"><label><input type="checkbox"
checked="checked"><span></span></label><div><p>备</p></div></li>
<li data-checked="false"><label><input type="checkbox"></label><div><p>课</p></div></li></ul>"""
PANDOCS_TASKS = """<ul class="task-list"><li><label><input type="checkbox" checked="" />备</label></li>
<li><label><input type="checkbox" />课</label></li></ul>"""
PLAIN_TASKS = (
    """<ul data-type="taskList"><li data-checked="true">备</li><li data-checked="false">课</li></ul>"""
)


@pytest.mark.parametrize("html", [EDITORS_TASKS, PANDOCS_TASKS, PLAIN_TASKS])
def test_task_lists_of_the_editor_and_of_pandoc(html: str) -> None:
    assert read(html) == [
        block(
            "taskList",
            block("taskItem", words("备"), checked=True),
            block("taskItem", words("课"), checked=False),
        )
    ]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (r'<p><span class="math inline">\(\frac{1}{2}\)</span></p>', "inlineMath"),
        (r'<p><span data-type="inline-math" data-latex="\frac{1}{2}"></span></p>', "inlineMath"),
        (r'<p><span class="math display">\[\frac{1}{2}\]</span></p>', "blockMath"),
        (r'<div data-type="block-math" data-latex="\frac{1}{2}">1/2</div>', "blockMath"),
    ],
)
def test_formulas(html: str, kind: str) -> None:
    formula = block(kind, latex=r"\frac{1}{2}")

    assert read(html) == [formula if kind == "blockMath" else paragraph(formula)]


def test_a_picture_in_a_sentence_splits_the_paragraph() -> None:
    html = f'<p>看<img src="{PICTURE}" alt="圆" style="width:14.1667in;height:7.0833in">图</p>'

    assert read(html) == [
        words("看"),
        block("image", src=PICTURE, alt="圆", width=584, height=292),
        words("图"),
    ]


def test_foreign_pictures_become_words() -> None:
    assert read('<p>看<img src="https://evil.example/x.png">图</p>') == [words(f"看{UNKNOWN_PICTURE}图")]


def test_merged_cells_and_header_cells_are_kept() -> None:
    html = """<table><caption>表 1</caption>
    <colgroup><col style="width: 25%"><col style="width: 75%"></colgroup>
    <thead><tr><th colspan="2">环节</th></tr></thead>
    <tbody><tr><td rowspan="2">导入</td><td>提问</td></tr><tr><td>折纸</td></tr></tbody></table>"""

    title, table = read(html)

    assert title == words("表 1")
    rows = [[(c["type"], c["attrs"], text_of(c)) for c in row["content"]] for row in table["content"]]
    assert rows == [
        [("tableHeader", {"colspan": 2, "rowspan": 1, "colwidth": [146, 438]}, "环节")],
        [
            ("tableCell", {"colspan": 1, "rowspan": 2, "colwidth": [146]}, "导入"),
            ("tableCell", {"colspan": 1, "rowspan": 1, "colwidth": [438]}, "提问"),
        ],
        [("tableCell", {"colspan": 1, "rowspan": 1, "colwidth": [438]}, "折纸")],
    ]


def grid(table: Node) -> list[int]:
    """How many columns each row covers, merged cells from above included."""
    rows = table["content"]
    covered = [0] * len(rows)
    for number, row in enumerate(rows):
        for item in row["content"]:
            for down in range(item["attrs"]["rowspan"]):
                covered[number + down] += item["attrs"]["colspan"]
    return covered


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("<tr><td>1<td>2<td>3</tr><tr><td>4</tr>", [3, 3]),
        ('<tr><td rowspan="9">1<td>2</tr><tr></tr><tr><td>3<td>4</tr>', [3, 3, 3]),
        ('<tr><td>1<td rowspan="2">2</tr><tr><td colspan="5">3</tr>', [2, 2]),
        ('<tr><td rowspan="0">1<td>2</tr><tr><td>3</tr>', [2, 2]),
        ('<tr><td rowspan="3" colspan="2">1</tr><tr></tr><tr></tr>', [2]),
        ('<tr><td colspan="99999">1</tr><tr><td colspan="-4">2</tr>', [1, 1]),
    ],
)
def test_tables_that_do_not_add_up_are_completed(rows: str, columns: list[int]) -> None:
    (table,) = read(f"<table>{rows}</table>")

    assert grid(table) == columns


def test_tables_in_cells_and_empty_tables() -> None:
    (table,) = read("<table><tr><td><table><tr><td>里</td></tr></table></td><td></td></tr></table>")

    inner = block("table", block("tableRow", cell(words("里"))))
    assert table == block("table", block("tableRow", cell(inner), cell(paragraph())))
    assert read_html("<table></table>") == doc(paragraph())


def over(characters: str, reading: str) -> Node:
    return text_node(characters, [{"type": "ruby", "attrs": {"text": reading}}])


def test_pinyin_stands_over_its_characters() -> None:
    source = "<p><ruby>分<rp>(</rp><rt>fēn</rt><rp>)</rp></ruby>数"
    source += "<ruby><rb>北</rb><rb>京</rb><rt>Běi jīng</rt></ruby></p>"
    assert read(source) == [paragraph(over("分", "fēn"), text("数"), over("北京", "Běi jīng"))]
    assert read("<p>数<rt>shù</rt></p>") == [words("数(shù)")], "over nothing"


def test_equal_neighbours_keep_their_readings() -> None:
    pm = read_html("<p>小<ruby>妈<rt>mā</rt>妈<rt>mā</rt></ruby></p>")

    assert pm["content"] == [paragraph(text("小"), over("妈", "mā"), over("妈", "mā "))]
    assert to_pm(from_pm(pm)) == pm
    assert html_of(pm) == "<p>小<ruby>妈<rt>mā</rt></ruby><ruby>妈<rt>mā</rt></ruby></p>"
    assert text_of(pm) == "小妈妈", "searched and quoted without"


def test_headings_name_their_sections() -> None:
    pm = read_html('<h2 data-section="objectives">教学目标</h2><h2 data-section="Bad key">别的</h2>')

    assert [node["attrs"] for node in pm["content"]] == [{"level": 2, "section": "objectives"}, {"level": 2}]
    assert read_html(html_of(pm)) == pm


def test_what_is_unknown_leaves_its_words_and_scripts_leave_nothing() -> None:
    html = (
        "<p>一<blink>二</blink><script>x()</script></p><custom-box><p>三</p></custom-box><style>a{}</style>"
    )

    assert read(html) == [words("一二"), words("三")]


@pytest.mark.parametrize("html", ["", "  ", "<!-- -->", "<html></html>", "\x00", "<", "&#0;", "\ud800"])
def test_nothing_is_an_empty_document(html: str) -> None:
    assert read_html(html)["type"] == "doc"
    assert read_html(html)["content"]


def test_endless_nesting_ends_as_text() -> None:
    assert "最里面" in text_of(read_html("<blockquote>" * 200 + "最里面"))


_TAGS = ["p", "div", "b", "a", "h2", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "img",
         "br", "span", "hr", "caption", "input", "tbody"]  # fmt: skip
_SOUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS])
    | st.sampled_from(
        ["字", " ", "a", '<td rowspan="3">', '<td colspan="2">', '<li data-checked="true">',
         '<span class="math inline">x</span>', '<span class="math display">x</span>',
         f'<img src="{PICTURE}">']
    ),
    max_size=30,
)  # fmt: skip


@given(_SOUP)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_soup_becomes_a_valid_document(soup: list[str]) -> None:
    pm = read_html("".join(soup))

    for node in walk(pm):
        assert_valid(node)
    assert to_pm(from_pm(pm)) == pm


def assert_valid(node: Node) -> None:
    """The content rules of the editor's schema."""
    kinds = [child["type"] for child in node.get("content", [])]
    name = node["type"]
    assert set(node.get("attrs", {})) <= set(NODES[name])
    if name in TEXTBLOCKS:
        assert set(kinds) <= ({"text"} if name == "codeBlock" else INLINE)
    elif name in LISTS:
        assert set(kinds) == {LISTS[name]}
    elif name in {"listItem", "taskItem"}:
        assert kinds[0] == "paragraph"
        assert not set(kinds) & (INLINE | CELLS | {"listItem", "taskItem", "tableRow", "doc"})
    elif name == "table":
        assert set(kinds) == {"tableRow"}
        assert len(set(grid(node))) == 1
    elif name == "tableRow":
        assert set(kinds) <= CELLS
    elif name in CELLS | {"doc", "blockquote"}:
        assert kinds
        assert not set(kinds) & (INLINE | CELLS | {"listItem", "taskItem", "tableRow", "doc"})
    else:
        assert not kinds
