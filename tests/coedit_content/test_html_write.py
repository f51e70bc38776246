"""The HTML of a document: safe whatever is in the document, readable without scripts."""

import pytest
from hypothesis import HealthCheck, given, settings

from app.blueprints.coedit.text.content import headings_of, html_of, text_of
from app.blueprints.coedit.text.html_read import read_html
from app.blueprints.coedit.text.plain_text import Heading, readable_latex
from app.blueprints.coedit.text.schema import Node, doc, paragraph
from app.core.richtext import cleaned
from tests.coedit_content.documents import DOCUMENTS, EVERYTHING, PICTURE, block, cell, text, words


def test_everything_reads_back_as_the_same_document() -> None:
    assert read_html(html_of(EVERYTHING)) == EVERYTHING


@given(DOCUMENTS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_html_is_left_alone_by_the_cleaner_and_keeps_the_words(pm: Node) -> None:
    html = html_of(pm)

    assert text_of(read_html(str(cleaned(html)))).split() == text_of(read_html(html)).split()
    assert str(cleaned(html)) == str(cleaned(str(cleaned(html))))


def test_text_and_attributes_are_escaped() -> None:
    pm = doc(
        paragraph(
            text("<script>alert(1)</script> & <b>"), block("inlineMath", latex='"><img src=x onerror=1>')
        ),
        block("codeBlock", text("</code></pre><script>"), language='"><script>'),
        block("image", src=PICTURE, alt='"><script>', title="'\"><script>", width="1 onload=x"),
        block("heading", text("a"), level='"><script>'),
        block("orderedList", block("listItem", words("b")), start='1" onclick="x'),
        block("table", block("tableRow", block("tableCell", words("c"), colspan='2" onclick="', rowspan=-1))),
    )

    html = html_of(pm)

    assert "<script" not in html
    assert "<img src=x" not in html
    assert ' onclick="' not in html
    assert " onload=" not in html
    assert "colspan" not in html


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "/admin", "//evil.example", "ftp://a",
     "http://a b", "https://a\n", 7, None],
)  # fmt: skip
def test_a_link_that_is_not_web_or_mail_is_only_its_words(href: object) -> None:
    pm = doc(paragraph({"type": "text", "text": "看", "marks": [{"type": "link", "attrs": {"href": href}}]}))

    assert html_of(pm) == "<p>看</p>"


@pytest.mark.parametrize(
    "href", ["https://example.org/课?a=1#b", "http://10.0.0.1/", "mailto:li@example.org"]
)
def test_links_to_the_web_and_to_mail_stay(href: str) -> None:
    html = html_of(doc(paragraph(text("看", link=href))))

    assert f'<a href="{href}" rel="noopener noreferrer nofollow" target="_blank">看</a>' in html


@pytest.mark.parametrize(
    "src",
    ["https://evil.example/a.png", "//evil.example/a.png", "data:image/png;base64,AAAA",
     "/documents/1/images/x", "/files/../secret", "/documents/1/images/" + "ab" * 32 + "?x", 3, None],
)  # fmt: skip
def test_a_foreign_picture_is_never_fetched(src: object) -> None:
    html = html_of(doc(block("image", src=src, alt="圆片")))

    assert html == "<p>[图片:圆片]</p>"


def test_own_pictures_are_shown() -> None:
    html = html_of(doc(block("image", src=PICTURE, alt="圆片", width=320, height=240)))

    assert html == f'<img src="{PICTURE}" alt="圆片" width="320" height="240" loading="lazy">'


def test_tasks_say_in_words_whether_they_are_done() -> None:
    html = html_of(doc(block("taskList", block("taskItem", words("备学具"), checked=True))))

    assert 'role="img" aria-label="已完成">☑' in html


def test_merged_cells_and_column_widths() -> None:
    wide = cell(words("课题"), kind="tableHeader", colspan=2, rowspan=3)
    wide["attrs"]["colwidth"] = [100, 200]

    html = html_of(doc(block("table", block("tableRow", wide))))

    assert '<th colspan="2" rowspan="3"><p>课题</p></th>' in html
    assert '<colgroup><col width="100"><col width="200"></colgroup>' in html


def test_unknown_nodes_show_their_words() -> None:
    assert html_of(doc(block("callout", words("要点")))) == "<p>要点</p>"


def test_text_has_a_line_per_block_and_a_tab_between_cells() -> None:
    lines = text_of(EVERYTHING).split("\n")

    assert lines[:2] == ["认识分数", "平均分把一个月饼分成两份 🥮 每份是它的 1/2。"]
    assert "课题\t认识分数" in lines
    assert "教学过程\t环节\t教师活动\t学生活动" in lines
    assert "\t提问 谁来分?\t折纸1/4" in lines


def test_headings_are_named_as_in_the_html() -> None:
    headings = headings_of(EVERYTHING)

    assert headings == [Heading(1, "认识分数", "section-1"), Heading(4, "小标题", "section-2")]
    assert all(f'id="{heading.anchor}"' in html_of(EVERYTHING) for heading in headings)


@pytest.mark.parametrize(
    ("latex", "readable"),
    [
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\frac{\frac{1}{2}}{3}", "(1/2)/3"),
        (r"\sqrt{2} \times \pi \leq 90^{\circ}", "√2×π≤90°"),
        (r"F_{\text{浮}} = \rho g V", "F_浮 =ρg V"),
        (r"\unknown{x} \& 5\%", "x & 5%"),
        ("{" * 5000, ""),
    ],
)
def test_formulas_can_be_read_without_typesetting(latex: str, readable: str) -> None:
    assert readable_latex(latex) == readable
