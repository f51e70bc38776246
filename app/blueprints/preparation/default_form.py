"""The form a school prints on before it has one of its own: made here, so that nothing in it is a riddle."""

import io
from enum import StrEnum
from functools import cache
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
_BODY_WIDTH = Cm(16.6)
_HEADINGS = {1: (HEI, 16), 2: (HEI, 14), 3: (HEI, 12.5), 4: (SONG, 12)}
Facts = tuple[tuple[str, str, str, str], ...]
FACTS: Facts = (
    ("学科", "{{学科}}", "年级", "{{年级}}"),
    ("教材", "{{教材}}", "课型课时", "{{课型}} {{课时}}"),
    ("主备人", "{{主备人}}", "日期", "{{日期}}"),
)
SIGNATURES = (("备课组长签字", "教研组长签字"), ("教务处（教科室）意见", ""))


class Frame(StrEnum):
    """What the default form puts around a text."""

    WHOLE = "whole"  # head, those who took part, cells to sign in
    UNDER_OWN_HEAD = "under_own_head"  # the text opens with a head of its own: only who took part
    FOR_PUPILS = "for_pupils"  # a sheet pupils write their names on: nobody signs it


HEADLINES = {
    Frame.WHOLE: "{{学校}}集体备课教案",
    Frame.UNDER_OWN_HEAD: "{{学校}}集体备课教案",
    Frame.FOR_PUPILS: "{{学校}}",
}


@cache
def default_form(frame: Frame = Frame.WHOLE) -> bytes:
    """A4, 宋体, head of the form, the text, cells to sign in, page numbers."""
    document = docx.Document()
    _page(document)
    _styles(document)
    _line(document, HEADLINES[frame], size=14, after=2)
    _line(document, "{{课题}}", size=20, after=8)
    if frame is not Frame.FOR_PUPILS:
        _facts(document, facts_in(frame))
    document.add_paragraph("{{正文}}")
    if frame is not Frame.FOR_PUPILS:
        _signatures(document)
    _header_and_footer(document)
    document.core_properties.author = ""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.1)
    section.left_margin = section.right_margin = Cm(2.2)
    section.header_distance, section.footer_distance = Cm(1.2), Cm(1.1)


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _font(normal, SONG, 12)
    for language in document.styles.element.iter(qn("w:lang")):  # or readers take traditional characters
        language.set(qn("w:eastAsia"), "zh-CN")
    normal.paragraph_format.line_spacing = 1.4
    normal.paragraph_format.space_after = Pt(3)
    normal.paragraph_format.space_before = Pt(0)
    for level, (family, size) in _HEADINGS.items():
        style = document.styles[f"Heading {level}"]
        _font(style, family, size)
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(4)
        style.paragraph_format.line_spacing = 1.3


def _font(style: Any, family: str, size: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), family)
    fonts.set(qn("w:cs"), LATIN)


def _line(document: WordDocument, words: str, *, size: float, after: float) -> None:
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(after)
    run = line.add_run(words)
    run.font.size, run.font.bold = Pt(size), True
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)


def facts_in(frame: Frame) -> Facts:
    """The rows above that of those who took part (参备人)."""
    return FACTS if frame is Frame.WHOLE else ()


def _facts(document: WordDocument, facts: Facts) -> None:
    table = _table(document, len(facts) + 1)
    for number, row in enumerate(facts):
        for column, words in enumerate(row):
            _write(table.cell(number, column), words, is_label=column % 2 == 0)
    last = len(facts)
    _write(table.cell(last, 0), "参备人", is_label=True)
    _write(table.cell(last, 1).merge(table.cell(last, 3)), "{{参备人}}")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _signatures(document: WordDocument) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    table = _table(document, len(SIGNATURES))
    for number, (left, right) in enumerate(SIGNATURES):
        _keep_whole(table.rows[number], Cm(1.1 if right else 2.2))
        _write(table.cell(number, 0), left, is_label=True)
        if right:
            _write(table.cell(number, 2), right, is_label=True)
        else:
            wide = table.cell(number, 1).merge(table.cell(number, 3))
            _write(wide, "签字：　　　　　　　　年　　月　　日", at_the_end=True)
    for paragraph in (line for cell in table._cells for line in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _table(document: WordDocument, rows: int) -> Any:
    table = document.add_table(rows, 4, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, (0.16, 0.36, 0.16, 0.32), strict=True):
        column.width = int(_BODY_WIDTH * share)
        for cell in column.cells:
            cell.width = column.width
    return table


def _write(cell: Any, words: str, *, is_label: bool = False, at_the_end: bool = False) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = line.paragraph_format.space_before = Pt(2)
    line.paragraph_format.line_spacing = 1.15
    if is_label:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if at_the_end:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(words)
    run.font.size, run.font.bold = Pt(10.5), is_label
    cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM if at_the_end else WD_ALIGN_VERTICAL.CENTER


def _keep_whole(row: Any, height: Any) -> None:
    row.height = height
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _header_and_footer(document: WordDocument) -> None:
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _small(header, "{{备课组}}　{{学年学期}}")
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(footer, "{{课题}}　{{版本}}　第 ")
    _field(footer, "PAGE")
    _small(footer, " 页，共 ")
    _field(footer, "NUMPAGES")
    _small(footer, " 页")


def _small(line: Any, words: str) -> Any:
    run = line.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x59, 0x59, 0x59)
    return run


def _field(line: Any, name: str) -> None:
    """Word counts the pages itself."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = _small(line, "1" if kind == "text" else "")
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), str(kind))
            run._element.append(mark)
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.text = f" {name} "
            run._element.append(code)
