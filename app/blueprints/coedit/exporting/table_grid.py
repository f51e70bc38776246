"""Where the cells of a table stand: merged cells laid out on a grid without holes and overlaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from app.blueprints.coedit.text.paper import PAPER_PIXELS
from app.blueprints.coedit.text.plain_text import inline_text, latex_of, readable_latex, walk
from app.blueprints.coedit.text.schema import CELLS, TEXTBLOCKS, Node

MOST_COLUMNS = 63  # Word opens no table with more
_LOOKED_AT = 60  # rows, for the widths
_LONGEST_LINE = 30
_FEW_SIGNS = 6  # a column of so short words is made to fit them
_FORMULAS = frozenset({"inlineMath", "blockMath"})
_LATIN = 0.62  # of a Chinese character: a sign of a formula
_WIDEST_FORMULA = 0.4
_SIGN = 0.026  # of the width of a page: one Chinese character in a table


@dataclass(frozen=True)
class Slot:
    """A place in one row. Without a cell it is empty, or goes on with the cell above."""

    column: int
    colspan: int
    rowspan: int = 1
    cell: Node | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class Grid:
    rows: Sequence[Sequence[Slot]]
    columns: int
    header_rows: int  # at the top, to be repeated on each page

    def shares(self) -> list[float]:
        """How wide each column is, as parts of one: as set by hand, else by how much stands in it."""
        longest = _longest_lines(self)
        wanted = [
            width / PAPER_PIXELS if width else _SIGN * (length + 1) if length <= _FEW_SIGNS else None
            for width, length in zip(_set_widths(self), longest, strict=True)
        ]
        known = sum(part for part in wanted if part)
        amounts = _amounts(self)
        weights = [0 if part else 3 + sqrt(amount) for part, amount in zip(wanted, amounts, strict=True)]
        left = max(1 - known, 0.08 * sum(weight > 0 for weight in weights)) / (sum(weights) or 1)
        parts = [part or weight * left for part, weight in zip(wanted, weights, strict=True)]
        parts = [
            part if set_by_hand else max(part, formula)
            for part, formula, set_by_hand in zip(parts, _formulas(self), _set_widths(self), strict=True)
        ]
        return [part / sum(parts) for part in parts]

    def pixels(self) -> int | None:
        """The width of the whole table where all columns were set by hand."""
        widths = _set_widths(self)
        return sum(width or 0 for width in widths) if all(widths) else None


def grid_of(table: Node) -> Grid | None:
    """None if there is no cell in it, or more columns than a table can have."""
    lines = [row.get("content", []) for row in table.get("content", []) if row["type"] == "tableRow"]
    rows: list[list[Slot]] = []
    above: dict[int, Slot] = {}  # by column: what still reaches down, with how many rows are left
    for number, cells in enumerate(lines):
        row = _placed(cells, above, len(lines) - number)
        above = {
            slot.column: Slot(slot.column, slot.colspan, slot.rowspan - 1, goes_on=True)
            for slot in row
            if slot.rowspan > 1
        }
        rows.append(row)
    columns = max((slot.column + slot.colspan for row in rows for slot in row), default=0)
    if not 0 < columns <= MOST_COLUMNS:
        return None
    return Grid([_without_holes(row, columns) for row in rows], columns, _header_rows(rows))


def _placed(cells: Sequence[Node], above: dict[int, Slot], rows_left: int) -> list[Slot]:
    taken = {slot.column + step for slot in above.values() for step in range(slot.colspan)}
    row, column = list(above.values()), 0
    for cell in cells:
        if cell["type"] not in CELLS:
            continue
        while column in taken:
            column += 1
        wanted, free = _span(cell, "colspan", MOST_COLUMNS + 1), 1
        while free < wanted and column + free not in taken:
            free += 1
        row.append(Slot(column, free, _span(cell, "rowspan", rows_left), cell))
        column += free
    return sorted(row, key=lambda slot: slot.column)


def _without_holes(row: Sequence[Slot], columns: int) -> list[Slot]:
    filled: list[Slot] = []
    column = 0
    for slot in row:
        filled += [Slot(empty, 1) for empty in range(column, slot.column)]
        filled.append(slot)
        column = slot.column + slot.colspan
    return filled + [Slot(empty, 1) for empty in range(column, columns)]


def _span(cell: Node, name: str, most: int) -> int:
    value: Any = cell.get("attrs", {}).get(name)
    return min(int(value), most) if isinstance(value, int | float) and value >= 1 else 1


def _header_rows(rows: Sequence[Sequence[Slot]]) -> int:
    count = 0
    for row in rows:
        own = [slot.cell for slot in row if slot.cell]
        if not own or any(cell["type"] != "tableHeader" for cell in own):
            break
        count += 1
    return count if count < len(rows) else 0


def _set_widths(grid: Grid) -> list[int | None]:
    """In pixels, from the first row that says so."""
    widths: list[int | None] = [None] * grid.columns
    for row in grid.rows[:_LOOKED_AT]:
        for slot in row:
            given = (slot.cell or {}).get("attrs", {}).get("colwidth") or []
            for step, width in enumerate(given[: slot.colspan]):
                if isinstance(width, int) and 0 < width <= 2000 and not widths[slot.column + step]:
                    widths[slot.column + step] = width
    return widths


def _longest_lines(grid: Grid) -> list[int]:
    """How many signs stand in a line of each column: long sentences get the room, short words no more."""
    longest = [0] * grid.columns
    for row in grid.rows[:_LOOKED_AT]:
        for slot in row:
            if slot.cell is not None and slot.colspan == 1:
                longest[slot.column] = max(longest[slot.column], _longest_line(slot.cell))
    return longest


def _amounts(grid: Grid) -> list[int]:
    """How many signs stand in each column altogether: so wide that the rows become low."""
    amounts = [0] * grid.columns
    for slot, cell in _single(grid):
        lines = (inline_text(node) for node in walk(cell) if node["type"] in TEXTBLOCKS)
        amounts[slot.column] += sum(len(line) for line in lines)
    return amounts


def _formulas(grid: Grid) -> list[float]:
    """The room that the longest formula of each column wants, which is not broken into lines."""
    longest = [0] * grid.columns
    for slot, cell in _single(grid):
        lengths = (len(readable_latex(latex_of(node))) for node in walk(cell) if node["type"] in _FORMULAS)
        longest[slot.column] = max(longest[slot.column], *lengths, 0)
    return [min(_WIDEST_FORMULA, _SIGN * (_LATIN * length + 1)) if length else 0 for length in longest]


def _single(grid: Grid) -> Iterator[tuple[Slot, Node]]:
    """The cells of one column, as far down as one looks."""
    for row in grid.rows[:_LOOKED_AT]:
        yield from ((slot, slot.cell) for slot in row if slot.cell is not None and slot.colspan == 1)


def _longest_line(cell: Node) -> int:
    lines = (inline_text(node) for node in walk(cell) if node["type"] in TEXTBLOCKS)
    return min(_LONGEST_LINE, max((len(line) for line in lines), default=0))
