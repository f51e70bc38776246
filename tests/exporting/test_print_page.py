"""The page for a printer: formulas as MathML, heads of tables apart, pictures beside it."""

import pytest
from lxml import html

from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.text.schema import doc
from tests.coedit_content.documents import EVERYTHING, block, cell, words
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
