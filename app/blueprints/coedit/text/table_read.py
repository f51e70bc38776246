"""HTML tables into rows that fit: merged cells kept, overlaps cut, holes filled with empty cells."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate, groupby, product
from typing import Any

from lxml import html as lxml_html

from app.blueprints.coedit.text.paper import PAPER_PIXELS
from app.blueprints.coedit.text.schema import Node, paragraph

Element = lxml_html.HtmlElement
ContentOf = Callable[[Element], list[Node]]

_MOST_COLUMNS = 100
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


@dataclass
class _Cell:
    row: int
    column: int
    rowspan: int
    colspan: int
    kind: str
    content: list[Node] = field(default_factory=lambda: [paragraph()])


def read_table(table: Element, content_of: ContentOf) -> list[Node]:
    """The table, after its caption if it has one. A table without cells is nothing."""
    rows = [
        row
        for row in table.iter("tr")
        if next(row.iterancestors("table")) is table and not _is_only_suggested(row)
    ]
    cells = _place(rows, content_of)
    if not cells:
        return []
    _fill_holes(cells, len(rows))
    _drop_empty_rows(cells, len(rows))
    widths = _widths(table, max(cell.column + cell.colspan for cell in cells))
    captions = [child for child in table if child.tag == "caption" and child.text_content().strip()]
    before = [block for caption in captions for block in content_of(caption)]
    lines = groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)
    return [*before, {"type": "table", "content": [_row(line, widths) for _number, line in lines]}]


def _is_only_suggested(row: Element) -> bool:
    return row.get("class") == "suggested-insertion"


def _place(rows: list[Element], content_of: ContentOf) -> list[_Cell]:
    """Give each cell its place in the grid, as browsers do, but without overlaps."""
    taken: set[tuple[int, int]] = set()
    cells: list[_Cell] = []
    for number, row in enumerate(rows):
        column = 0
        for element in row:
            if element.tag not in {"td", "th"}:
                continue
            while (number, column) in taken:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            cell = _Cell(
                row=number,
                column=column,
                rowspan=min(_span(element, "rowspan") or len(rows), len(rows) - number),
                colspan=_free(taken, number, column, _span(element, "colspan") or 1),
                kind="tableHeader" if element.tag == "th" else "tableCell",
                content=content_of(element),
            )
            cells.append(cell)
            taken |= _covered(cell)
    return cells


def _free(taken: set[tuple[int, int]], row: int, column: int, wanted: int) -> int:
    """How many of the wanted columns are free from here on."""
    most = min(wanted, _MOST_COLUMNS - column)
    return next((width for width in range(1, most) if (row, column + width) in taken), most)


def _fill_holes(cells: list[_Cell], row_count: int) -> None:
    taken = {place for cell in cells for place in _covered(cell)}
    width = max(column for _row, column in taken) + 1
    holes = set(product(range(row_count), range(width))) - taken
    cells += [_Cell(row=row, column=column, rowspan=1, colspan=1, kind="tableCell") for row, column in holes]


def _drop_empty_rows(cells: list[_Cell], row_count: int) -> None:
    """A row that merged cells cover entirely shows nothing: shorten the cells instead."""
    begun = {cell.row for cell in cells}
    shown = list(accumulate((row in begun for row in range(row_count)), initial=0))
    for cell in cells:
        cell.rowspan = shown[cell.row + cell.rowspan] - shown[cell.row]


def _covered(cell: _Cell) -> set[tuple[int, int]]:
    return {
        (cell.row + down, cell.column + right)
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    }


def _row(cells: Iterable[_Cell], widths: list[int]) -> Node:
    nodes: list[Node] = []
    for cell in cells:
        attrs: dict[str, Any] = {"colspan": cell.colspan, "rowspan": cell.rowspan}
        if widths:
            attrs["colwidth"] = widths[cell.column : cell.column + cell.colspan]
        nodes.append({"type": cell.kind, "attrs": attrs, "content": cell.content})
    return {"type": "tableRow", "content": nodes}


def _widths(table: Element, count: int) -> list[int]:
    """Column widths in pixels, if the table names all of them."""
    columns = [column for column in table.iter("col") if next(column.iterancestors("table")) is table]
    widths = [_width(column) for column in columns]
    return [width for width in widths if width] if len(widths) == count and all(widths) else []


def _width(column: Element) -> int:
    if match := _PERCENT.search(column.get("style") or column.get("width") or ""):
        return round(PAPER_PIXELS * min(float(match[1]), 100) / 100)
    width = column.get("width") or ""
    return int(width) if width.isascii() and width.isdigit() and len(width) < 5 else 0


def _span(element: Element, name: str) -> int | None:
    """rowspan=0 means to the end of the table: None."""
    value = (element.get(name) or "1").strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1
    return number or None
