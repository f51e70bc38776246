"""The blocks of a text as WordprocessingML. Mirrors html_write.py, block by block."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.blueprints.coedit.exporting.formulas import Formulas
from app.blueprints.coedit.exporting.table_grid import grid_of
from app.blueprints.coedit.exporting.table_sums import SUM
from app.blueprints.coedit.exporting.word_frame import Frame
from app.blueprints.coedit.exporting.word_inline import InlineWriter
from app.blueprints.coedit.exporting.word_parts import CODE, TABLE_TEXT, WordParts
from app.blueprints.coedit.exporting.word_picture import drawing
from app.blueprints.coedit.exporting.word_table import table_xml
from app.blueprints.coedit.exporting.word_xml import run
from app.blueprints.coedit.text.plain_text import level_of, text_of
from app.blueprints.coedit.text.schema import Node, paragraph

_DEEPEST_TABLE = 4  # inside of each other; further in, only the words stay
_DEEPEST_LEVEL = 8
_BOX = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
_AT_THE_END = '<w:jc w:val="right"/>'
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="7F7F7F"/></w:pBdr>'


class BlockWriter:
    """Gives pieces of XML, to be joined and parsed once: a text may have a hundred thousand paragraphs."""

    def __init__(self, parts: WordParts, formulas: Formulas) -> None:
        self._parts = parts
        self._inline = InlineWriter(parts, formulas)
        self._writers: dict[str, Callable[[Node, Frame], list[str]]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "codeBlock": self._code,
            "blockMath": self._equation,
            "horizontalRule": lambda _node, frame: [_paragraph_xml(frame.properties(more=_RULE), "")],
            "image": self._picture,
            "blockquote": lambda node, frame: self.blocks(node, replace(frame.inside(), is_quote=True)),
            "bulletList": self._list,
            "orderedList": self._list,
            "taskList": self._tasks,
            "table": self._table,
            SUM: self._sum,
        }

    def blocks(self, node: Node, frame: Frame) -> list[str]:
        """Everything below `node`. Only the first paragraph has the number or the sign of an item."""
        written: list[str] = []
        for child in node.get("content", []):
            written += self._writers.get(child["type"], self.blocks)(child, frame)
            if frame.numbering or frame.hanging:
                frame = replace(frame, numbering=None, hanging=False)
        return written

    def _style(self, frame: Frame) -> str:
        return self._parts.style(TABLE_TEXT) if frame.tables else ""

    def _paragraph(self, node: Node, frame: Frame) -> list[str]:
        style = self._style(frame)
        line = self._inline.line(node, style=style, bold=frame.is_bold)
        return [_paragraph_xml(frame.properties(style), line)]

    def _heading(self, node: Node, frame: Frame) -> list[str]:
        style = self._parts.style(f"heading {level_of(node)}")
        return [_paragraph_xml(frame.properties(style), self._inline.line(node, style=style))]

    def _code(self, node: Node, frame: Frame) -> list[str]:
        style = frame.properties(self._parts.style(CODE))
        return [_paragraph_xml(style, self._inline.line(node))]

    def _equation(self, node: Node, frame: Frame) -> list[str]:
        return [_paragraph_xml(frame.properties(self._style(frame)), self._inline.equation(node))]

    def _picture(self, node: Node, frame: Frame) -> list[str]:
        attrs = node.get("attrs", {})
        found = self._parts.picture(str(attrs.get("src")))
        centred = replace(frame, is_centred=True)
        if found is None:
            alt = attrs.get("alt") or ""
            return [
                _paragraph_xml(
                    frame.properties(self._style(frame)), run(f"[图片：{alt}]" if alt else "[图片]")
                )
            ]
        placed, picture = found
        shown = drawing(placed, picture, attrs, frame, self._parts.next_drawing())
        return [_paragraph_xml(centred.properties(self._style(frame)), shown)]

    def _list(self, node: Node, frame: Frame) -> list[str]:
        level = min(frame.lists, _DEEPEST_LEVEL)
        number = self._number(node, level)
        inner = replace(frame.inside(), lists=frame.lists + 1)
        written: list[str] = []
        for item in node.get("content", []):
            numbered = replace(inner, hanging=True, numbering=(number, level))
            written += self.blocks(_with_first_paragraph(item), numbered)
        return written

    def _number(self, node: Node, level: int) -> int:
        if node["type"] == "bulletList":
            return self._parts.bullets()
        start = node.get("attrs", {}).get("start", 1)
        return self._parts.numbered(level, start if isinstance(start, int) and 0 <= start < 32_000 else 1)

    def _tasks(self, node: Node, frame: Frame) -> list[str]:
        inner = replace(frame.inside(), lists=frame.lists + 1)
        written: list[str] = []
        for item in node.get("content", []):
            is_done = item.get("attrs", {}).get("checked") is True
            first, *rest = _with_first_paragraph(item)["content"]
            box = run("☑" if is_done else "☐", _BOX) + "<w:r><w:tab/></w:r>"
            style = self._style(frame)
            line = self._inline.line(first, style=style, bold=frame.is_bold)
            written.append(_paragraph_xml(replace(inner, hanging=True).properties(style), box + line))
            written += self.blocks({"type": "taskItem", "content": rest}, inner)
        return written

    def _table(self, node: Node, frame: Frame) -> list[str]:
        grid = grid_of(node) if frame.tables < _DEEPEST_TABLE else None
        if grid is None:
            lines = text_of({"type": "doc", "content": [node]}).splitlines()
            style = frame.properties(self._style(frame))
            return [_paragraph_xml(style, run(line)) for line in lines]
        return table_xml(grid, frame, self.cell)

    def _sum(self, node: Node, frame: Frame) -> list[str]:
        style = self._parts.style(TABLE_TEXT)
        return [
            _paragraph_xml(frame.properties(style, end=_AT_THE_END), self._inline.line(node, style=style))
        ]

    def cell(self, node: Node, frame: Frame) -> list[str]:
        """What stands in a cell: it must end with a paragraph, or Word calls the file damaged."""
        written = self.blocks(node, frame)
        if not written or not written[-1].endswith("</w:p>"):
            written.append(_paragraph_xml(frame.properties(self._style(frame)), ""))
        return written


def _with_first_paragraph(item: Node) -> Node:
    """The sign of an item needs a line to stand on."""
    content: Sequence[Node] = item.get("content", [])
    if content and content[0]["type"] == "paragraph":
        return item
    return {**item, "content": [paragraph(), *content]}


def _paragraph_xml(properties: str, line: str) -> str:
    return f"<w:p>{properties}{line}</w:p>"
