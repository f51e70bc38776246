"""Under the table of a lesson's steps: how many minutes they take together, as the editor shows it."""

from app.blueprints.coedit.exporting.table_grid import Grid, grid_of
from app.blueprints.coedit.text.minutes import Cell, minutes_of
from app.blueprints.coedit.text.plain_text import inline_text, walk
from app.blueprints.coedit.text.schema import TEXTBLOCKS, Node, text_node

SUM = "tableSum"  # a block of papers only: no document holds one
PLACE = "{sum}"


def with_sums(pm: Node, sentence: str) -> Node:
    """The text with a line behind each table of steps; `sentence` says {sum} where the minutes stand."""
    content: list[Node] = []
    for block in pm.get("content", []):
        line = line_under(block, sentence)
        content += [block, {"type": SUM, "content": [text_node(line)]}] if line else [block]
    return {**pm, "content": content}


def line_under(block: Node, sentence: str) -> str:
    """Nothing under what is no table of steps."""
    grid = grid_of(block) if sentence and block["type"] == "table" else None
    minutes = minutes_of(_rows(grid)) if grid else None
    return "" if minutes is None else sentence.replace(PLACE, str(minutes))


def _rows(grid: Grid) -> list[list[Cell]]:
    return [
        [Cell(slot.column, slot.colspan, _words(slot.cell)) for slot in row if slot.cell] for row in grid.rows
    ]


def _words(cell: Node) -> str:
    return " ".join(inline_text(node) for node in walk(cell) if node["type"] in TEXTBLOCKS)
