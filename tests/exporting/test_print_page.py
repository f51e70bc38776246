"""The page for a printer: formulas as MathML, heads of tables apart, pictures beside it."""

import pytest
from lxml import html

from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.text.schema import doc
from tests.coedit_content.documents import EVERYTHING, block, cell, text, words
from tests.exporting.conftest import paper

pytestmark = pytest.mark.usefixtures("_inside")


def test_everything_as_a_page() -> None:
    content, files = page_of(paper(EVERYTHING))
    page = html.fromstring(content)

    assert len(list(page.iter("math"))) == 3
    assert [image.get("src") for image in page.iter("img")] == list(files) == ["picture-1.png"]
    assert len(files["picture-1.png"]) > 100
    assert "script" not in {element.tag for element in page.iter()}
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_heads_of_tables_are_a_thead_with_the_widths_of_the_word_file() -> None:
    head = block("tableRow", cell(words("环节"), kind="tableHeader"), cell(words("活动"), kind="tableHeader"))
    row = block("tableRow", cell(words("导入")), cell(words("出示月饼，提问怎样分。" * 4)))
    page = html.fromstring(page_of(paper(doc(block("table", head, row))))[0])

    assert [cell.text_content() for cell in page.xpath("//thead//th")] == ["环节", "活动"]
    first, second = (float(str(column.get("style")).split()[1].rstrip("%")) for column in page.iter("col"))
    assert 5 < first < 15 < second


def formula(latex: str, after: str) -> str:
    line = block("paragraph", block("inlineMath", latex=latex), text(after))
    return page_of(paper(doc(line)))[0].decode()


def test_a_formula_in_a_narrow_column_breaks_behind_its_relations_and_keeps_the_full_stop() -> None:
    page = html.fromstring(formula("(a+b)+c=a+(b+c)", "。这叫结合律"))
    place = page.xpath("//span[@data-latex]")[0]

    pieces = ["".join(piece.itertext()) for piece in place.iter("math")]
    assert [piece.replace(" ", "") for piece in pieces] == ["(a+b)+c=", "a+(b+c)"]
    assert place.xpath("./span[@class='kept']")[0].text_content().endswith("。")
    assert place.tail == "这叫结合律"


def test_what_stands_inside_a_fraction_is_not_broken() -> None:
    page = html.fromstring(formula(r"\sqrt{x=1}", "是一个写法"))
    assert len(list(page.iter("math"))) == 1
