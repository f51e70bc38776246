"""Texts as Word files, opened again by python-docx and compared with what was written."""

import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import qn
from flask import Flask
from hypothesis import HealthCheck, given, settings

from app.blueprints.coedit.text.schema import Node, doc, paragraph
from app.ports import converter
from tests.coedit_content.documents import DOCUMENTS, EVERYTHING, block, cell, text, words
from tests.exporting.conftest import WordOf
from tests.exporting.word_reader import equations, geometry, opened, words_in, words_of


def test_every_word_of_everything_arrives_in_order(word_of: WordOf) -> None:
    written, at = words_of(word_of(EVERYTHING)), 0

    for expected in words_in(EVERYTHING):
        at = written.index(expected, at) + len(expected)


def test_formulas_are_real_equations(word_of: WordOf) -> None:
    content = word_of(EVERYTHING)

    assert equations(content) == 3
    paragraphs = opened(content).element.body.iter(qn("m:oMathPara"))
    assert sum(1 for _ in paragraphs) == 1


def test_tables_keep_their_merged_cells(word_of: WordOf) -> None:
    table = opened(word_of(EVERYTHING)).tables[1]  # the first is the head of the form

    assert geometry(table) == [
        [(1, ""), (3, "")],
        [(1, "restart"), (1, ""), (1, ""), (1, "")],
        [(1, "continue"), (1, ""), (1, ""), (1, "")],
    ]
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None


def test_widths_set_in_the_editor_are_kept(word_of: WordOf) -> None:
    row = block(
        "tableRow",
        *(
            block("tableCell", words("x"), colspan=1, rowspan=1, colwidth=[width])
            for width in (100, 300, 280)
        ),
    )
    columns = opened(word_of(doc(block("table", row)))).tables[1]._tbl.tblGrid.gridCol_lst

    widths = [int(column.get(qn("w:w"))) for column in columns]
    assert [round(width / sum(widths), 2) for width in widths] == [0.15, 0.44, 0.41]


def test_heads_of_tables_are_repeated_and_short_rows_stay_whole(word_of: WordOf) -> None:
    head = block("tableRow", cell(words("环节"), kind="tableHeader"), cell(words("时间"), kind="tableHeader"))
    rows = [block("tableRow", cell(words("导入")), cell(words("字" * length))) for length in (3, 900)]
    table = opened(word_of(doc(block("table", head, *rows)))).tables[1]

    kept = [[child.tag.rsplit("}")[1] for child in row._tr.get_or_add_trPr()] for row in table.rows]
    assert kept == [["cantSplit", "tblHeader"], ["cantSplit"], []]


def test_pictures_have_the_size_of_the_editor(word_of: WordOf) -> None:
    shapes = opened(word_of(EVERYTHING)).inline_shapes

    assert [(shape.width, shape.height) for shape in shapes] == [(320 * 9525, 240 * 9525)]


def test_a_large_picture_is_made_to_fit(word_of: WordOf) -> None:
    src = EVERYTHING["content"][8]["attrs"]["src"]
    document = opened(word_of(doc(block("image", src=src, width=1900, height=1425))))

    section = document.sections[0]
    assert document.inline_shapes[0].width <= section.page_width - section.left_margin - section.right_margin


def test_lists_count_for_themselves(word_of: WordOf) -> None:
    numbered = block("orderedList", block("listItem", words("一")), start=1)
    document = opened(word_of(doc(numbered, paragraph(), {**numbered, "attrs": {"start": 7}})))

    numbers = [each.numId.val for each in document.element.body.iter(qn("w:numPr"))]
    assert len(set(numbers)) == 2
    root = document.part.numbering_part.element
    starts = [
        override.get(qn("w:val"))
        for number in numbers
        for each in root.findall(qn("w:num"))
        if each.get(qn("w:numId")) == str(number)
        for override in each.iter(qn("w:startOverride"))
    ]
    assert starts == ["1", "7"]


def test_tasks_headings_links_and_fonts(word_of: WordOf) -> None:
    content = word_of(EVERYTHING)
    document = opened(content)
    lines = [line.text for line in document.paragraphs]

    assert "☑\t备学具" in lines
    assert "☐\t剪圆片" in lines
    assert [line.text for line in document.paragraphs if line.style.name == "Heading 1"] == ["认识分数"]
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    targets = {each.target_ref for each in document.part.rels.values() if each.is_external}
    assert targets == {"https://example.org/a?b=1&c=2"}


def test_the_head_of_the_form_is_filled_in(word_of: WordOf) -> None:
    document = opened(word_of(EVERYTHING))
    facts = [[each.text for each in row.cells] for row in document.tables[0].rows]

    assert facts[2][:4] == ["主备人", "林知远", "日期", "2026-11-22"]
    assert "定稿 v1" in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.author == "林知远"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS)
def test_any_text_becomes_a_file_that_opens(app: Flask, word_of: WordOf, pm: Node) -> None:
    before = converter.current()
    converter.use(app, converter.NullConverter())
    try:
        content = word_of(pm)
    finally:
        converter.use(app, before)
    written = words_of(content)
    assert all(expected in written for expected in words_in(pm))
    assert zipfile.ZipFile(BytesIO(content)).testzip() is None


@pytest.mark.parametrize("latex", ["y=a(x-h)^2+k", r"\left[x\right]^2", r"((a+b)c)_1"])
def test_a_power_belongs_to_its_whole_bracket(word_of: WordOf, latex: str) -> None:
    body = opened(word_of(doc(block("blockMath", latex=latex)))).element.body

    bases = [
        base for tag in ("m:sSup", "m:sSub") for power in body.iter(qn(tag)) for base in power.iter(qn("m:e"))
    ]
    assert bases[0].find(qn("m:d")) is not None


def test_code_keeps_its_lines(word_of: WordOf) -> None:
    lines = [line.text for line in opened(word_of(doc(block("codeBlock", text("a\n\tb"))))).paragraphs]

    assert "a\n\tb" in lines
