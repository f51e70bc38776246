"""Rows that fill the grid of their table, each cell where Word draws it.

Measured with pandoc 3.9: it takes the cells of the first row, or the columns of the grid, for all there are
and drops what stands further right; it knows no gap before a row (`gridBefore`) and merges cells downwards
whatever their width. Forms have rows of every length: an edge moved by a hair's breadth is enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from app.blueprints.coedit.word.xml import OFF, M, W, value, whole

MOST_COLUMNS = 100
_SLIVER = 120  # twips, two millimetres: no sign has room in it
_SEEN = tuple(f"{W}{name}" for name in ("t", "sym", "drawing", "pict", "object", "tbl"))
_GAPS = ("gridBefore", "gridAfter")

Merged = set[tuple[int, int]]  # the columns and widths of cells that the row below may go on with


@dataclass(frozen=True)
class _Place:
    """The columns of a cell, or (None) of a gap."""

    cell: etree._Element | None
    column: int
    span: int

    @property
    def columns(self) -> set[int]:
        return set(range(self.column, self.column + self.span))

    @property
    def is_empty(self) -> bool:
        return self.cell is None or next(self.cell.iter(*_SEEN, f"{M}oMath"), None) is None


def fill_rows(document: etree._Element) -> None:
    for table in list(document.iter(f"{W}tbl")):
        _drop_deleted(table)
        grid = _grid(table)
        rows = [(row, _places(row, len(grid))) for row in table.findall(f"{W}tr")]
        count = max((place.column + place.span for _row, places in rows for place in places), default=0)
        widths = [*grid, *[0] * count][:count]
        slivers = _slivers(widths, (place for _row, places in rows for place in places))
        _write_grid(table, [width for column, width in enumerate(widths) if column not in slivers])
        merged: Merged = set()
        for row, places in rows:
            merged = _write(row, _without(slivers, places, count), merged)
        _repeat_only_the_first(table)


def _drop_deleted(table: etree._Element) -> None:
    """Tracked changes are taken as accepted. A row without any cell is not there in Word either."""
    for row in table.findall(f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None or row.find(f"{W}tc") is None:
            table.remove(row)


def _places(row: etree._Element, grid: int) -> list[_Place]:
    """No cell is wider than the grid, if there is one; but it may begin behind it."""
    column = min(whole(value(row, "w:trPr/w:gridBefore"), 0), MOST_COLUMNS)
    places = [_Place(None, 0, column)] if column else []
    for cell in row.findall(f"{W}tc"):
        most = (grid or MOST_COLUMNS) - column
        span = max(min(whole(value(cell, "w:tcPr/w:gridSpan"), 1), most), 1)
        places.append(_Place(cell, column, span))
        column += span
    return places


def _grid(table: etree._Element) -> list[int]:
    return [whole(column.get(f"{W}w"), 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]


def _slivers(widths: Sequence[int], places: Iterable[_Place]) -> set[int]:
    """Columns too narrow for any sign, in which nothing stands: edges that are not quite below each other."""
    slivers = {column for column, width in enumerate(widths) if 0 < width < _SLIVER}
    for place in places if slivers else ():
        if place.columns <= slivers and not place.is_empty:
            slivers -= place.columns
    return slivers if len(slivers) < len(widths) else set()


def _write_grid(table: etree._Element, widths: Sequence[int]) -> None:
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = etree.Element(f"{W}tblGrid")
        properties = table.find(f"{W}tblPr")
        table.insert(0 if properties is None else table.index(properties) + 1, grid)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", str(width))


def _without(slivers: set[int], places: Sequence[_Place], count: int) -> list[_Place]:
    """The same cells on the columns that stay, and a gap behind the last if it does not reach the edge."""
    end = places[-1].column + places[-1].span
    behind = [_Place(None, end, count - end)] if end < count else []
    edges = list(accumulate((column not in slivers for column in range(count)), initial=0))
    moved = (
        _Place(place.cell, edges[place.column], edges[place.column + place.span] - edges[place.column])
        for place in (*places, *behind)
    )
    return [place for place in moved if place.span]


def _write(row: etree._Element, places: Sequence[_Place], above: Merged) -> Merged:
    """A cell goes on with the one above only if that has the same columns, as in Word."""
    merged: Merged = set()
    for cell in row.findall(f"{W}tc"):
        row.remove(cell)
    for name in _GAPS:
        for gap in row.findall(f"{W}trPr/{W}{name}"):
            gap.getparent().remove(gap)  # type: ignore[union-attr]
    for place in places:
        cell = _empty_cell() if place.cell is None else place.cell
        row.append(cell)
        _property(cell, "gridSpan").set(f"{W}val", str(place.span))
        merge, where = cell.find(f"{W}tcPr/{W}vMerge"), (place.column, place.span)
        if merge is None:
            continue
        if merge.get(f"{W}val") != "restart" and where not in above:
            merge.set(f"{W}val", "restart")
        merged.add(where)
    return merged


def _empty_cell() -> etree._Element:
    cell = etree.Element(f"{W}tc")
    etree.SubElement(cell, f"{W}tcPr")
    etree.SubElement(cell, f"{W}p")
    return cell


def _property(cell: etree._Element, name: str) -> etree._Element:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    found = properties.find(f"{W}{name}")
    return etree.SubElement(properties, f"{W}{name}") if found is None else found


def _repeat_only_the_first(table: etree._Element) -> None:
    """Word repeats rows from the top on; the converter would move others there."""
    repeats = True
    for row in table.findall(f"{W}tr"):
        found = row.findall(f"{W}trPr/{W}tblHeader")
        repeats = repeats and any(each.get(f"{W}val") not in OFF for each in found)
        for each in found if not repeats else ():
            each.getparent().remove(each)  # type: ignore[union-attr]
