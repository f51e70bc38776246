"""Suggestions that stand in a document: what they say, and the text as it is without them.

A suggestion is a key `CLIENT-NUMBER`. It marks words (`suggestedInsertion`, `suggestedDeletion`), and stands
on nodes as `insert:KEY`, `join:KEY` or `delete:KEY`; on a textblock it means its boundary to the words before
it. Once adopted, words bear the mark `adopted`, and nodes `adopted:KEY`, for ever. The editor's side of it is
app/static/src/editor/suggesting.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.blueprints.coedit.text.plain_text import inline_text, latex_of, readable_latex
from app.blueprints.coedit.text.schema import CELLS, TEXTBLOCKS, Node, doc, paragraph

KEY = re.compile(r"[0-9]{1,16}-[0-9]{1,9}")
_TOKEN = re.compile(rf"(insert|join|delete|adopted):({KEY.pattern})")
_INSERTED, _DELETED, _ADOPTED = "suggestedInsertion", "suggestedDeletion", "adopted"
_THINGS = {
    "image": "［图片］",
    "table": "［表格］",
    "tableRow": "［表格的一行］",
    "horizontalRule": "［分隔线］",
}


@dataclass
class Pending:
    """What one open suggestion says."""

    key: str
    section: str  # the heading it stands under
    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


def pending_in(pm: Node) -> dict[str, Pending]:
    """All open suggestions, in the order of the text."""
    found: dict[str, Pending] = {}
    section = ""
    for node in _walk(pm):
        if node["type"] == "heading":
            section = inline_text(node).strip()
        for kind, key in _parts(node):
            pending = found.setdefault(key, Pending(key, section))
            (pending.inserted if kind == "insert" else pending.deleted).append(_said_by(node, kind))
    return found


def without_suggestions(pm: Node, of: Callable[[str], bool] = lambda _key: True) -> Node:
    """The document as if nobody had suggested anything: what is adopted stays, what is open is not there.

    `of` says of which keys; by itself of all.
    """
    return doc(*_Reader(of).blocks(pm.get("content", [])))


def client_of(key: str) -> int | None:
    """The client number of the page that began this suggestion."""
    return int(key.partition("-")[0]) if KEY.fullmatch(key) else None


def _walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.get("content", []))


def adopted_keys(node: Node) -> list[str]:
    """Whose suggestions these words, or this thing, came from."""
    marks = [
        mark["attrs"].get("key", "")
        for mark in node.get("marks", [])
        if mark["type"] == _ADOPTED and "attrs" in mark
    ]
    return [*marks, *(key for kind, key in _signs(node) if kind == _ADOPTED)]


def open_kinds(node: Node) -> list[str]:
    """What somebody suggests about this thing as a whole: `insert`, `join`, `delete`."""
    return [kind for kind, _key in _tokens(node)]


def _tokens(node: Node) -> list[tuple[str, str]]:
    return [(kind, key) for kind, key in _signs(node) if kind != _ADOPTED]


def _signs(node: Node) -> list[tuple[str, str]]:
    value = node.get("attrs", {}).get("suggestion")
    matches = (_TOKEN.fullmatch(word) for word in value.split(" ")) if isinstance(value, str) else ()
    return [(match[1], match[2]) for match in matches if match]


def _parts(node: Node) -> list[tuple[str, str]]:
    marked = [
        ("insert" if mark["type"] == _INSERTED else "delete", mark.get("attrs", {}).get("key", ""))
        for mark in node.get("marks", [])
        if mark["type"] in {_INSERTED, _DELETED}
    ]
    return [(kind, key) for kind, key in [*marked, *_tokens(node)] if KEY.fullmatch(key)]


def _said_by(node: Node, kind: str) -> str:
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] in TEXTBLOCKS or node["type"] == "hardBreak":
        return "\n" if kind == "insert" else "¶"
    return readable_latex(latex_of(node)) if "Math" in node["type"] else _THINGS.get(node["type"], "")


class _Reader:
    """Remembers the last words, which a suggested new paragraph falls back into."""

    def __init__(self, of: Callable[[str], bool]) -> None:
        self._of = of
        self._before: Node | None = None

    def blocks(self, nodes: list[Node]) -> list[Node]:
        return [block for node in nodes for block in self._block(node)]

    def _block(self, node: Node) -> list[Node]:
        kinds = {kind for kind, key in _tokens(node) if self._of(key)}
        node = self._plain(node)
        if node["type"] in TEXTBLOCKS:
            return self._textblock(node, is_new="insert" in kinds)
        if "insert" in kinds:
            return []
        if node["type"] in CELLS:
            return [node | {"content": _Reader(self._of).blocks(node.get("content", [])) or [paragraph()]}]
        if "content" not in node:
            self._before = None
            return [node]
        content = self.blocks(node["content"])
        if node["type"] == "table":
            self._before = None
        if node["type"] in {"listItem", "taskItem"} and content and content[0]["type"] != "paragraph":
            content.insert(0, paragraph())
        return [node | {"content": content}] if content else []

    def _textblock(self, node: Node, *, is_new: bool) -> list[Node]:
        content = [self._plain(child) for child in node.get("content", []) if not self._is_suggested(child)]
        node = {key: value for key, value in node.items() if key != "content"}
        if content:
            node["content"] = content
        if is_new and self._before is not None:
            if content:
                self._before["content"] = [*self._before.get("content", []), *content]
            return []
        if is_new and not content:
            return []
        self._before = node
        return [node]

    def _is_suggested(self, inline: Node) -> bool:
        return any(kind == "insert" and self._of(key) for kind, key in _parts(inline))

    def _plain(self, node: Node) -> Node:
        """Without a trace of open suggestions on the node itself."""
        bare = {name: value for name, value in node.items() if name not in {"attrs", "marks"}}
        attrs = {name: value for name, value in node.get("attrs", {}).items() if name != "suggestion"}
        if rest := " ".join(f"{kind}:{key}" for kind, key in _signs(node) if self._stays(kind, key)):
            attrs["suggestion"] = rest
        if attrs:
            bare["attrs"] = attrs
        if marks := [mark for mark in node.get("marks", []) if not self._goes(mark)]:
            bare["marks"] = marks
        return bare

    def _stays(self, kind: str, key: str) -> bool:
        return kind == _ADOPTED or not self._of(key)

    def _goes(self, mark: Node) -> bool:
        return mark["type"] in {_INSERTED, _DELETED} and self._of(mark.get("attrs", {}).get("key", ""))
