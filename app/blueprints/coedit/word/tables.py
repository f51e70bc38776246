"""What the converter gets wrong about tables: which rows name the columns, and how wide these are.

Measured with pandoc 3.9: it takes the first row for names wherever the style of the table could show it
so, which is Word's default, and rounds widths down to whole parts of a hundred.
"""

import re
import unicodedata
from itertools import accumulate, pairwise

from lxml import etree

from app.blueprints.coedit.text.paper import CELL_MARGINS, PAPER_PIXELS
from app.blueprints.coedit.text.plain_text import text_of, walk
from app.blueprints.coedit.text.schema import CELLS, Node
from app.blueprints.coedit.word.rows import MOST_COLUMNS
from app.blueprints.coedit.word.xml import W, value, whole

_MARK = "\ue003%s\ue004"  # the widths, before the first words of a table: the converter keeps them
_MARKED = re.compile("(?:<p>)?\ue003([\\d,]{1,600})\ue004(?:</p>)?")
_TABLE = re.compile(r"<table[^>]*>\s*(?:<colgroup>.*?</colgroup>\s*)?", re.DOTALL)
_USUAL_ROOM = 9026  # twips between the margins of Word's A4
_LONGEST_NAME = 14

_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(教学|学习|活动)?(环节|步骤|流程|程序|阶段)|steps?|stages?|procedures?",
        r"(预计|教学)?时间(分配|安排)?(\(.*\))?|用时|时长|time(\(.*\))?",
        r"(教师|老师|教)的?(活动|行为|导学|引导)|(师生|教学|教与学)(活动|互动)|教师|teacher'?s?('?activit(y|ies))?",
        r"(学生|学)的?(活动|行为)|学生|(students?|pupils?)'?s?(activit(y|ies))?",
        r"(设计)?(意图|理念|说明)|purposes?|intentions?",
    )
)


def mark_tables(document: etree._Element) -> None:
    """Only rows that Word repeats on each page name the columns; widths are written into the first cell."""
    room = _room(document)
    drawn: dict[etree._Element, list[int]] = {}  # outer ones come first
    for table in document.iter(f"{W}tbl"):
        for look in table.findall(f"{W}tblPr/{W}tblLook"):
            look.set(f"{W}firstRow", "0")
            look.attrib.pop(f"{W}val", None)
        if widths := _widths(table):
            drawn[table] = _fitted(_pixels(widths, room), _pixels_around(table, drawn))
            _write_first(table, drawn[table])


def with_widths(html: str) -> str:
    """The converted HTML with the marked widths as columns of their tables."""
    parts: list[str] = []
    end = 0
    for found in _MARKED.finditer(html):
        before = html[end : found.start()]
        at = before.rfind("<table")
        if at >= 0 and (opening := _TABLE.match(before, at)):
            columns = "".join(f'<col width="{width}">' for width in found[1].split(","))
            before = f"{before[:at]}<table><colgroup>{columns}</colgroup>{before[opening.end() :]}"
        parts.append(before)
        end = found.end()
    return "".join([*parts, html[end:]])


def name_columns(pm: Node) -> None:
    """The row 环节 · 时间 · 教师活动 … of a table becomes its heads, wherever it stands."""
    for table in (node for node in walk(pm) if node["type"] == "table"):
        rows = [row.get("content", []) for row in table.get("content", [])]
        for cell in next((row for row in rows if _names_steps(row)), []):
            cell["type"] = "tableHeader"


def _names_steps(row: list[Node]) -> bool:
    cells = [cell for cell in row if cell["type"] in CELLS]
    words = [_plain(text_of(cell)) for cell in cells]
    if any(len(word) > _LONGEST_NAME for word in words):
        return False
    if any((cell.get("attrs", {}).get("rowspan") or 1) > 1 for cell in cells):
        return False
    return sum(any(name.fullmatch(word) for word in words) for name in _NAMES) >= 2


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).lower().replace("’", "'").split())


def _widths(table: etree._Element) -> list[int]:
    """In twips: what the cells ask for, as Word shows them; else the columns of the grid."""
    grid = [whole(column.get(f"{W}w"), 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    if not 0 < len(grid) <= MOST_COLUMNS:
        return []
    asked = [0] * len(grid)
    for row in table.findall(f"{W}tr"):
        column = 0
        for cell in row.findall(f"{W}tc"):
            span = _span(cell)
            width = cell.find(f"{W}tcPr/{W}tcW")
            if span == 1 and column < len(asked) and width is not None and width.get(f"{W}type") == "dxa":
                asked[column] = asked[column] or whole(width.get(f"{W}w"), 0)
            column += span
    return asked if all(asked) else grid if all(grid) else []


def _pixels(widths: list[int], room: int) -> list[int]:
    """As parts of our paper; a table that is clearly narrower than Word's paper stays so."""
    total = sum(widths)
    whole = max(room, total) if total < 0.9 * room else total
    return _shared(PAPER_PIXELS * total / whole, widths)


def _shared(room: float, widths: list[int]) -> list[int]:
    """Whole pixels that come to `room` together: rounded one by one they would be a little wider."""
    total, ends = sum(widths), list(accumulate(widths, initial=0))
    edges = [round(room * end / total) for end in ends]
    return [max(right - left, 1) for left, right in pairwise(edges)]


def _fitted(pixels: list[int], around: int | None) -> list[int]:
    """Of a table in a cell: our cells have margins, where Word's table takes the whole."""
    return pixels if around is None or sum(pixels) <= around else _shared(max(around, 1), pixels)


def _pixels_around(table: etree._Element, drawn: dict[etree._Element, list[int]]) -> int | None:
    """What the cell around it leaves for words; None if there is none, or it is as wide as it likes."""
    cell = next(table.iterancestors(f"{W}tc"), None)
    outer = next(table.iterancestors(f"{W}tbl"), None)
    if cell is None or outer is None or outer not in drawn:
        return None
    start = sum(_span(each) for each in cell.itersiblings(f"{W}tc", preceding=True))
    return sum(drawn[outer][start : start + _span(cell)]) - CELL_MARGINS


def _write_first(table: etree._Element, widths: list[int]) -> None:
    cell = table.find(f"{W}tr/{W}tc")
    first = None if cell is None else next((part for part in cell if part.tag != f"{W}tcPr"), None)
    if first is None or first.tag != f"{W}p":
        return
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = _MARK % ",".join(map(str, widths))
    properties = first.find(f"{W}pPr")
    first.insert(0 if properties is None else 1, run)


def _room(document: etree._Element) -> int:
    """Between the margins of the last section, which most files have alone."""
    section = document.find(f"{W}body/{W}sectPr")
    size = None if section is None else section.find(f"{W}pgSz")
    margins = None if section is None else section.find(f"{W}pgMar")
    if size is None or margins is None:
        return _USUAL_ROOM
    sides = sum(whole(margins.get(f"{W}{side}"), 0) for side in ("left", "right"))
    room = whole(size.get(f"{W}w"), 0) - sides
    return room if room > 0 else _USUAL_ROOM


def _span(cell: etree._Element) -> int:
    return max(whole(value(cell, "w:tcPr/w:gridSpan"), 1), 1)
