"""Tables: borders, widths, merged cells, heads repeated on each page, short rows never torn apart."""

from collections.abc import Callable, Sequence

from app.blueprints.coedit.exporting.table_grid import Grid, Slot
from app.blueprints.coedit.exporting.word_frame import Frame
from app.blueprints.coedit.text.paper import PAPER_PIXELS
from app.blueprints.coedit.text.plain_text import inline_text, walk
from app.blueprints.coedit.text.schema import TEXTBLOCKS, Node

CellWriter = Callable[[Node, Frame], list[str]]
MARGIN = 85  # twips left and right in a cell
_TWIPS_PER_PIXEL = 15
_NARROWEST = 240
_SHORT = 400  # letters: a longer row may break, or half a page would stay empty
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# Without a paragraph between them Word takes two tables for one.
_AFTER = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'


def table_xml(grid: Grid, frame: Frame, write: CellWriter) -> list[str]:
    widths = _widths(grid, frame)
    indent = f'<w:tblInd w:w="{frame.indent}" w:type="dxa"/>' if frame.indent else ""
    centred = "" if frame.indent else '<w:jc w:val="center"/>'
    head = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{centred}{indent}'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr><w:tblGrid>"
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [
        _row(row, widths, frame, write, is_head=number < grid.header_rows)
        for number, row in enumerate(grid.rows)
    ]
    return ["".join([head, columns, "</w:tblGrid>", *rows, "</w:tbl>"]), _AFTER]


def _row(
    row: Sequence[Slot], widths: Sequence[int], frame: Frame, write: CellWriter, *, is_head: bool
) -> str:
    whole = "<w:cantSplit/>" if is_head or _length(row) < _SHORT else ""
    repeated = "<w:tblHeader/>" if is_head else ""
    properties = f"<w:trPr>{whole}{repeated}</w:trPr>" if whole or repeated else ""
    return f"<w:tr>{properties}{''.join(_cell(slot, widths, frame, write) for slot in row)}</w:tr>"


def _cell(slot: Slot, widths: Sequence[int], frame: Frame, write: CellWriter) -> str:
    width = sum(widths[slot.column : slot.column + slot.colspan])
    is_head = slot.cell is not None and slot.cell["type"] == "tableHeader"
    span = f'<w:gridSpan w:val="{slot.colspan}"/>' if slot.colspan > 1 else ""
    merged = "<w:vMerge/>" if slot.goes_on else '<w:vMerge w:val="restart"/>' if slot.rowspan > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if is_head else ""
    middle = '<w:vAlign w:val="center"/>' if is_head else ""
    inner = Frame(
        width=max(_NARROWEST, width - 2 * MARGIN),
        height=frame.height,
        tables=frame.tables + 1,
        is_bold=is_head,
        is_centred=is_head,
    )
    written = "".join(write(slot.cell or {"type": "tableCell"}, inner))
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{shade}{middle}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{written}</w:tc>"


def _widths(grid: Grid, frame: Frame) -> list[int]:
    """In twips: over the whole place, unless the table was made clearly narrower by hand."""
    room, set_by_hand = frame.room, grid.pixels()
    if set_by_hand and not frame.tables and set_by_hand < 0.75 * PAPER_PIXELS:
        room = min(room, set_by_hand * _TWIPS_PER_PIXEL)
    return [max(_NARROWEST // 2, round(share * room)) for share in grid.shares()]


def _length(row: Sequence[Slot]) -> int:
    cells = (slot.cell for slot in row if slot.cell)
    return sum(len(inline_text(node)) for cell in cells for node in walk(cell) if node["type"] in TEXTBLOCKS)
