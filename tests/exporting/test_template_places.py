"""The form of a school: its places are found wherever Word has put them, and filled."""

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.shared import Cm, Pt

from app.blueprints.coedit.exporting.template_checks import check_template
from app.blueprints.coedit.exporting.word_places import places_in
from app.blueprints.coedit.text.schema import doc, paragraph
from app.core.errors import Invalid
from tests.coedit_content.documents import EVERYTHING, block, cell, text, words
from tests.coedit_content.word_files import changed, with_relation
from tests.exporting.conftest import WordOf
from tests.exporting.word_reader import opened, words_of


def form(write: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    write(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def in_runs(line: Any, *pieces: str) -> None:
    for piece in pieces:
        line.add_run(piece)


def _school_form(document: Any) -> None:
    table = document.add_table(2, 2)
    in_runs(table.cell(0, 0).paragraphs[0], "主备：{", "{主备", "人}", "} 年级：{{ 年级 }}")
    table.cell(0, 1).text = "签字："
    table.cell(1, 0).merge(table.cell(1, 1)).text = "{{正文}}"
    section = document.sections[0]
    section.header.paragraphs[0].text = "｛｛学科｝｝ {{没有的}}"
    section.footer.paragraphs[0].text = "{{课题}}"
    document.styles["Heading 1"].font.size = Pt(31)


def test_places_split_over_runs_are_filled(word_of: WordOf) -> None:
    document = opened(word_of(EVERYTHING, form(_school_form)))

    table = document.tables[0]
    assert table.cell(0, 0).text == "主备：林知远 年级：三年级"
    assert table.cell(0, 1).text == "签字："
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "数学 {{没有的}}"
    assert section.footer.paragraphs[0].text == "认识几分之一"


def test_the_text_stands_in_its_cell_with_the_styles_of_the_form(word_of: WordOf) -> None:
    document = opened(word_of(EVERYTHING, form(_school_form)))

    inside = document.tables[0].cell(1, 0)
    assert "平均分" in inside.text
    assert len(inside.tables) == 1
    heading = next(line for line in inside.paragraphs if line.text == "认识分数")
    assert heading.style.name == "Heading 1"
    assert heading.style.font.size == Pt(31)
    assert inside._tc[-1].tag.endswith("}p")


def test_without_a_place_the_text_comes_last(word_of: WordOf) -> None:
    content = word_of(
        doc(words("教案的正文")), form(lambda document: document.add_paragraph("封面 {{课题}}"))
    )

    assert words_of(content).startswith("封面认识几分之一教案的正文")


def test_a_text_that_looks_like_a_place_is_left_alone(word_of: WordOf) -> None:
    content = word_of(
        doc(words("{{主备人}}{{正文}}")), form(lambda document: document.add_paragraph("{{正文}}"))
    )

    assert words_of(content) == "{{主备人}}{{正文}}"


def test_page_and_room_are_those_of_the_form(word_of: WordOf) -> None:
    def narrow(document: Any) -> None:
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Cm(14), Cm(2), Cm(2)
        document.add_paragraph("{{正文}}")

    row = block("tableRow", cell(words("字" * 40)), cell(words("字" * 40)))
    document = opened(word_of(doc(block("table", row), paragraph(text("末"))), form(narrow)))

    assert document.sections[0].page_width == pytest.approx(Cm(14), abs=1000)
    widths = [column.width for column in document.tables[0].columns]
    assert sum(widths) == pytest.approx(Cm(10), rel=0.02)


def test_names_of_places_are_listed() -> None:
    assert places_in(opened(form(_school_form))) == ["主备人", "年级", "正文", "学科", "没有的", "课题"]


PLAIN = form(_school_form)
FETCHES = b'<w:p><w:r><w:instrText> INCLUDEPICTURE "http://x/y.png" </w:instrText></w:r></w:p></w:body>'
CUT = (
    b"<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText></w:r></w:p>"
    b"</w:body>"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        (PLAIN[:900], "损坏"),
        (with_relation(PLAIN, "image", "http://evil.example/x.png"), "外部内容"),
        (changed(PLAIN, {"word/vbaProject.bin": b"x"}), "宏"),
        (changed(PLAIN, {"word/embeddings/oleObject1.bin": b"x"}), "嵌入"),
        (changed(PLAIN, {"word/document.xml": lambda part: part.replace(b"</w:body>", FETCHES)}), "域"),
        (changed(PLAIN, {"word/document.xml": lambda part: part.replace(b"</w:body>", CUT)}), "域"),
        (PLAIN + bytes(6 * 1024 * 1024), "5 MB"),
    ],
)
@pytest.mark.usefixtures("_inside")
def test_bad_forms_are_refused_with_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        check_template(content)


@pytest.mark.usefixtures("_inside")
def test_a_good_form_passes() -> None:
    check_template(PLAIN)


def _with_part(name: str, pattern: bytes, written: bytes) -> bytes:
    return changed(form(_plain), {name: lambda part: re.sub(pattern, written, part, flags=re.DOTALL)})


def _plain(document: Any) -> None:
    document.add_paragraph("{{正文}}")


@pytest.mark.parametrize(
    ("name", "pattern", "written"),
    [
        ("word/document.xml", rb"<w:sectPr.*</w:sectPr>", b""),
        ("word/document.xml", rb'w:left="\d+"', b'w:left="1440.0000000000002"'),
        ("word/document.xml", rb'w:top="\d+"', b'w:top="-1440"'),
        ("word/styles.xml", b' w:default="1"', b""),
        ("word/numbering.xml", b'<w:num w:numId="1"', b"<w:num"),
        ("word/numbering.xml", b'w:abstractNumId="1"', b""),
    ],
)
def test_forms_of_other_programs_are_printed_on(
    word_of: WordOf, name: str, pattern: bytes, written: bytes
) -> None:
    document = opened(word_of(EVERYTHING, _with_part(name, pattern, written)))
    assert "平均分" in "".join(document.element.body.itertext())


def test_links_are_kept_once_each(word_of: WordOf) -> None:
    lines = [paragraph(text("见", link=f"https://example.org/{number % 2}")) for number in range(5)]
    rels = opened(word_of(doc(*lines))).part.rels.values()
    addresses = [rel.target_ref for rel in rels if rel.is_external]
    assert addresses == ["https://example.org/0", "https://example.org/1"]
