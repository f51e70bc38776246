"""Between Yjs states and ProseMirror JSON, encoded exactly as the editor's binding (y-tiptap) does.

Elements are XmlElements named after the node, with typed attributes; runs of text are one XmlText
with the marks as formatting attributes. tests/coedit_content proves it against the real binding.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.attributes import proper, storable
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.plain_text import headings_of, text_of
from app.blueprints.coedit.text.schema import (
    CONTENTS,
    FRAGMENT,
    LODGINGS,
    MARKS,
    NODES,
    SUGGESTION_MARKS,
    TEXTBLOCKS,
    Node,
    doc,
    paragraph,
    text_node,
)

__all__ = [
    "from_pm",
    "headings_of",
    "html_of",
    "insert_block",
    "mark_name",
    "node_of",
    "pm_of",
    "text_of",
    "to_pm",
]

DEEPEST = 80  # nested deeper, only the text counts: nobody writes so, but garbage may
_HASHED_MARK = re.compile(r"(.*)--[a-zA-Z0-9+/=]{8}")  # how the binding names marks that may overlap
_TELLING_ATTRIBUTES = ("label", "text", "title", "alt", "latex")


def from_pm(pm: Node, *, client_id: int | None = None) -> bytes:
    """The Yjs update that makes an empty document into `pm`."""
    replica: Doc[Any] = Doc(client_id=client_id)
    fragment = replica.get(FRAGMENT, type=XmlFragment)
    with replica.transaction():
        _append(fragment, pm.get("content") or [paragraph()])
    return replica.get_update()


def to_pm(state: bytes) -> Node:
    """The document a Yjs state (or full update) shows."""
    replica: Doc[Any] = Doc()
    replica.apply_update(state)
    return pm_of(replica)


def pm_of(replica: "Doc[Any]") -> Node:
    """The document a live replica shows now."""
    with replica.transaction():
        fragment = replica.get(FRAGMENT, type=XmlFragment)
        return doc(*_children(fragment, "doc", depth=0))


def node_of(block: XmlElement) -> Node:
    """One known element of a live document, as a node."""
    return _element(block, "doc", depth=1)[0]


def insert_block(fragment: XmlFragment, place: int, node: Node) -> None:
    """Write a node of the root into a live document."""
    element = _bare(node)
    fragment.children.insert(place, element)
    _append(element, node.get("content", []))


def _bare(node: Node) -> XmlElement:
    attributes = {key: value for key, value in node.get("attrs", {}).items() if value is not None}
    return XmlElement(node["type"], attributes)


def _append(parent: XmlFragment | XmlElement, nodes: Iterable[Node]) -> None:
    for is_text, run in groupby(nodes, key=lambda node: node["type"] == "text"):
        if is_text:
            _append_text(parent, list(run))
            continue
        for node in run:
            element = _bare(node)
            parent.children.append(element)
            _append(element, node.get("content", []))


def _append_text(parent: XmlFragment | XmlElement, runs: list[Node]) -> None:
    if not any(run["text"] for run in runs):
        return
    text = XmlText()
    parent.children.append(text)
    end = 0  # pycrdt counts UTF-8 bytes
    for run in runs:
        words = storable(run["text"])
        text.insert(end, words, {mark_name(mark): mark.get("attrs") or {} for mark in run.get("marks", [])})
        end += len(words.encode())


def mark_name(mark: Node) -> str:
    """Marks that may overlap carry eight signs that tell them apart, whichever."""
    if mark["type"] not in SUGGESTION_MARKS:
        return str(mark["type"])
    digest = hashlib.sha256(mark["attrs"]["key"].encode()).digest()
    return f"{mark['type']}--{base64.b64encode(digest[:6]).decode()}"


def _children(parent: XmlFragment | XmlElement, inside: str, depth: int) -> list[Node]:
    """The nodes below `parent`; text where only blocks may stand gets a paragraph around it."""
    nodes: list[Node] = []
    for child in parent.children:
        if isinstance(child, XmlText):
            runs = _runs(child)
            nodes += runs if inside in TEXTBLOCKS else [paragraph(*runs)] if runs else []
        elif isinstance(child, XmlElement):
            nodes += _element(child, inside, depth + 1)
    return [_housed(node, inside) for node in nodes] if inside in LODGINGS else nodes


def _housed(node: Node, inside: str) -> Node:
    """Words in a table or list that stand in no cell or item, which nobody would show, get one."""
    if node["type"] in CONTENTS[inside]:
        return node
    lodging = LODGINGS[inside]
    within = _housed(node, lodging) if lodging in LODGINGS else node
    return {"type": lodging, "content": [within]}


def _element(element: XmlElement, inside: str, depth: int) -> list[Node]:
    pairs = cast("Iterable[tuple[str, Any]]", element.attributes)
    name = element.tag or ""
    if depth > DEEPEST:
        return _as_text(_text_below(element), inside)
    if name not in NODES or name in {"doc", "text"}:  # of a newer schema, or garbage: its words stay
        return _children(element, inside, depth) or _as_text(_told_by(dict(pairs)), inside)
    node: Node = {"type": name}
    if attributes := proper(pairs, NODES[name]):
        node["attrs"] = attributes
    if content := _children(element, name, depth):
        node["content"] = content
    return [node]


def _runs(text: XmlText) -> list[Node]:
    runs: list[Node] = []
    for words, formats in text.diff():
        if isinstance(words, str) and (words := storable(words)):
            runs.append(text_node(words, _marks(formats or {})))
    return runs


def _marks(formats: dict[str, Any]) -> list[Node]:
    """One of each kind, except suggestions: several people may suggest to delete the same words."""
    marks: dict[str, Node] = {}
    for key, attrs in sorted(formats.items()):
        match = _HASHED_MARK.fullmatch(key)
        name = match[1] if match else key
        if name in MARKS and attrs is not None:
            values = proper(attrs.items(), MARKS[name]) if isinstance(attrs, dict) else {}
            which = f"{name} {values}" if name in SUGGESTION_MARKS else name
            marks[which] = {"type": name} | ({"attrs": values} if values else {})
    return list(marks.values())


def _as_text(words: str, inside: str) -> list[Node]:
    if not words:
        return []
    return [text_node(words)] if inside in TEXTBLOCKS else [paragraph(text_node(words))]


def _told_by(attributes: dict[str, Any]) -> str:
    told = (attributes.get(key) for key in _TELLING_ATTRIBUTES)
    return next((storable(value) for value in told if isinstance(value, str) and value), "")


def _text_below(element: XmlElement) -> str:
    """The words of a whole subtree, without recursion."""
    words: list[str] = []
    waiting: list[object] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, XmlText):
            words += [run["text"] for run in _runs(item)]
        elif isinstance(item, XmlElement):
            waiting += reversed(list(item.children))
    return " ".join(words)
