"""Which frame of the default form a text needs: many texts open with a head of their own."""

from app.blueprints.coedit.text.plain_text import text_of, walk
from app.blueprints.coedit.text.schema import CELLS, Node
from app.blueprints.preparation.default_form import Frame

_OF_A_HEAD = frozenset({"课题", "主备", "主备人", "年级", "学科", "课型", "单元主题", "教材版本", "授课教师"})
_OF_PUPILS = frozenset({"班级", "姓名"})
ENOUGH = 2  # labels; one alone may stand in any table


def frame_of(pm: Node) -> Frame:
    """By the labels in the cells of the table the text begins with."""
    first = next((block for block in pm.get("content", []) if not _is_empty(block)), None)
    if first is None or first["type"] != "table":
        return Frame.WHOLE
    cells = [node for node in walk(first) if node["type"] in CELLS]
    labels = {"".join(text_of(cell).split()) for cell in cells}
    if labels >= _OF_PUPILS:
        return Frame.FOR_PUPILS
    return Frame.UNDER_OWN_HEAD if len(labels & _OF_A_HEAD) >= ENOUGH else Frame.WHOLE


def _is_empty(block: Node) -> bool:
    return block["type"] == "paragraph" and not block.get("content")
