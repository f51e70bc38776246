"""A text as Markdown: GitHub's, formulas as TeX, tables with merged cells as HTML.

Written as pandoc's own tree, never as text: so words stay words, whatever signs they hold.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from app.blueprints.coedit.exporting.markdown_signs import raw, shielded, spelled, words
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.pinyin import html_ruby, reading_over
from app.blueprints.coedit.exporting.table_grid import Slot, grid_of
from app.blueprints.coedit.exporting.table_sums import SUM, with_sums
from app.blueprints.coedit.text.addresses import is_safe_link
from app.blueprints.coedit.text.plain_text import inline_text, latex_of, level_of, text_of
from app.blueprints.coedit.text.schema import MARKS, Node
from app.ports import converter

Tree = dict[str, Any]
_EMPTY: Tree = {"t": "Para", "c": []}
_RULE: Tree = {"t": "HorizontalRule"}
Run = tuple[list[tuple[str, str]], list[Tree]]  # the marks from outside to inside, and what is marked
_NO_ATTRIBUTES: list[Any] = ["", [], []]
_MARK_TAGS = {
    "bold": "Strong", "italic": "Emph", "strike": "Strikeout", "underline": "Underline",
    "subscript": "Subscript", "superscript": "Superscript",
}  # fmt: skip


def markdown_of(paper: Paper, picture_names: Mapping[str, str]) -> str:
    """`picture_names`: where each picture lies beside the file. Raises ConversionFailed."""
    title = _node("Header", [1, _NO_ATTRIBUTES, words(paper.title)])
    facts = [[_node("Plain", words(f"{name}：{value}"))] for name, value in paper.facts.items() if value]
    above = [title, *([_node("BulletList", facts)] if facts else [])]
    blocks = _Tree(picture_names).blocks(with_sums(paper.pm, paper.minutes))
    return converter.current().to_markdown([*above, *blocks])


class _Tree:
    def __init__(self, picture_names: Mapping[str, str]) -> None:
        self._names = picture_names
        self._writers: dict[str, Callable[[Node], list[Tree]]] = {
            "paragraph": lambda node: [_node("Para", self._line(node))],
            "heading": lambda node: [_node("Header", [level_of(node), _NO_ATTRIBUTES, self._line(node)])],
            "codeBlock": lambda node: [_node("CodeBlock", [["", _language(node), []], inline_text(node)])],
            "blockMath": lambda node: [_node("Para", [_math(node, "DisplayMath")])],
            "horizontalRule": lambda _node_: [_RULE],
            "image": lambda node: [_node("Para", self._image(node))],
            "blockquote": lambda node: [_node("BlockQuote", self.blocks(node))],
            "bulletList": lambda node: [_node("BulletList", self._items(node))],
            "orderedList": lambda node: [_node("OrderedList", [_counting(node), self._items(node)])],
            "taskList": lambda node: [_node("BulletList", self._items(node))],
            "table": self._table,
            SUM: lambda node: [_node("Para", [_node("Emph", self._line(node))])],
        }

    def blocks(self, node: Node) -> list[Tree]:
        return [
            block
            for child in node.get("content", [])
            for block in self._writers.get(child["type"], self.blocks)(child)
        ]

    def _items(self, node: Node) -> list[list[Tree]]:
        return [self._item(item) for item in node.get("content", [])]

    def _item(self, item: Node) -> list[Tree]:
        blocks = self.blocks(item)
        while len(blocks) > 1 and blocks[0] == _EMPTY:  # what comes after an empty line is outside the item
            del blocks[0]
        if blocks and blocks[0] == _RULE:  # on a line of its own, it would be outside too
            blocks.insert(0, _node("Plain", [raw("<!-- -->")]))
        first = "Plain" if all(_may_follow_words(block) for block in blocks[1:]) else "Para"
        if blocks and blocks[0]["t"] == "Para":
            blocks[0] = _node(first, blocks[0]["c"])
        if item["type"] != "taskItem":
            return blocks
        box = words("☒ " if item.get("attrs", {}).get("checked") is True else "☐ ")
        if not blocks or blocks[0]["t"] != first:
            alone = "Plain" if all(_may_follow_words(block) for block in blocks) else "Para"
            return [_node(alone, box), *blocks]
        return [_node(first, [*box, *blocks[0]["c"]]), *blocks[1:]]

    def _line(self, node: Node) -> list[Tree]:
        return shielded(self._in_line(node))

    def _in_line(self, node: Node) -> list[Tree]:
        return spelled(_nested([self._run(child) for child in node.get("content", [])]))

    def _run(self, node: Node) -> Run:
        if node["type"] == "hardBreak":
            return [], [{"t": "LineBreak"}]
        if node["type"] == "inlineMath":
            return [], [_math(node, "InlineMath")]
        return _marked(node) if node["type"] == "text" else ([], self._line(node))

    def _image(self, node: Node) -> list[Tree]:
        attrs = node.get("attrs", {})
        alt, name = str(attrs.get("alt") or ""), self._names.get(str(attrs.get("src")))
        if name is None:
            return words(f"[图片：{alt}]" if alt else "[图片]")
        return [_node("Image", [_NO_ATTRIBUTES, words(alt), [name, str(attrs.get("title") or "")]])]

    def _table(self, node: Node) -> list[Tree]:
        grid = grid_of(node)
        if grid is None:
            return [_plain(line) for line in text_of({"type": "doc", "content": [node]}).splitlines()]
        rows = [self._row(row) for row in grid.rows]
        columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * grid.columns
        head, body = rows[: grid.header_rows], rows[grid.header_rows :]
        no_caption: list[Any] = [None, []]
        bodies = [[_NO_ATTRIBUTES, 0, [], body]]
        parts = [_NO_ATTRIBUTES, no_caption, columns, [_NO_ATTRIBUTES, head], bodies, [_NO_ATTRIBUTES, []]]
        return [_node("Table", parts)]

    def _row(self, row: Sequence[Slot]) -> list[Any]:
        cells = [
            [_NO_ATTRIBUTES, {"t": "AlignDefault"}, slot.rowspan, slot.colspan, self._cell(slot.cell)]
            for slot in row
            if not slot.goes_on
        ]
        return [_NO_ATTRIBUTES, cells]

    def _cell(self, cell: Node | None) -> list[Tree]:
        blocks = _CellTree(self._names).blocks(cell) if cell else []
        is_line = len(blocks) == 1 and blocks[0]["t"] == "Para"
        return [_node("Plain", blocks[0]["c"])] if is_line else blocks


class _CellTree(_Tree):
    """Where no line begins a block; in a table that becomes HTML a shield would be seen."""

    def _line(self, node: Node) -> list[Tree]:
        return self._in_line(node)


def _marked(node: Node) -> Run:
    marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])}
    inlines = [_node("Code", [_NO_ATTRIBUTES, node["text"]])] if "code" in marks else words(node["text"])
    if over := reading_over(node):
        before, behind = (_node("RawInline", ["html", html]) for html in html_ruby(over))
        inlines = [before, *inlines, behind]
    href = marks.get("link", {}).get("href")
    around = [("Link", str(href))] if is_safe_link(href) else []
    return around + [
        (_MARK_TAGS[name], "") for name in MARKS if name in marks and name in _MARK_TAGS
    ], inlines


def _nested(runs: Sequence[Run], depth: int = 0) -> list[Tree]:
    """Runs that share a mark share one sign for it: `**one *and* two**`."""
    inlines: list[Tree] = []
    for mark, group in groupby(runs, key=lambda run: run[0][depth] if len(run[0]) > depth else None):
        if mark is None:
            inlines += [inline for run in group for inline in run[1]]
            continue
        inner = _nested(list(group), depth + 1)
        kind, href = mark
        inlines.append(_node(kind, [_NO_ATTRIBUTES, inner, [href, ""]] if kind == "Link" else inner))
    return inlines


def _may_follow_words(block: Tree) -> bool:
    """Without an empty line between: a list may, unless it begins with another number than one."""
    if block["t"] == "OrderedList":
        return bool(block["c"][0][0] == 1)
    return bool(block["t"] == "BulletList")


def _plain(line: str) -> Tree:
    return _node("Para", words(line))


def _math(node: Node, kind: str) -> Tree:
    return _node("Math", [{"t": kind}, latex_of(node).strip()])


def _language(node: Node) -> list[str]:
    language = node.get("attrs", {}).get("language")
    is_plain = isinstance(language, str) and language.replace("-", "").replace("+", "").isalnum()
    return [str(language)] if is_plain else []


def _counting(node: Node) -> list[Any]:
    start = node.get("attrs", {}).get("start")
    return [start if isinstance(start, int) and start > 0 else 1, {"t": "Decimal"}, {"t": "Period"}]


def _node(kind: str, content: Any) -> Tree:
    return {"t": kind, "c": content}
