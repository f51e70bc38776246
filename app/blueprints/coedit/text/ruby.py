"""Pinyin over characters: a mark on the character, with the reading as its text.

Neighbours with equal marks are one run of text, in the editor as here. So that 妈妈 keeps a reading for each
character, the second of two equal ones carries a blank behind it, which nobody sees.
"""

from collections.abc import Iterable, Iterator

from app.blueprints.coedit.text.schema import Node, text_node

LONGEST = 40


def over(base: Iterable[Node], reading: str) -> list[Node]:
    """The nodes with `reading` over their words."""
    reading = " ".join(reading.split())[:LONGEST]
    if not reading:
        return list(base)
    mark: Node = {"type": "ruby", "attrs": {"text": reading}}
    nodes: list[Node] = []
    for node in base:
        if not node.get("text", "").strip():
            nodes += [node] if node["type"] != "text" else []
            continue
        marked = text_node(node["text"].strip(), [*_others(node), mark])
        if nodes and nodes[-1].get("marks") == marked["marks"]:  # one reading over several <rb>
            marked["text"] = nodes.pop()["text"] + marked["text"]
        nodes.append(marked)
    return nodes


def kept_apart(run: Iterable[Node]) -> Iterator[Node]:
    """The run so that equal neighbours do not become one."""
    before: Node = {}
    for node in run:
        reading = _reading(node)
        if reading is not None and reading == _reading(before):
            mark: Node = {"type": "ruby", "attrs": {"text": f"{reading} "}}
            before = text_node(node["text"], [*_others(node), mark])
        else:
            before = node
        yield before


def _reading(node: Node) -> str | None:
    marks = node.get("marks", [])
    return next((mark.get("attrs", {}).get("text") for mark in marks if mark["type"] == "ruby"), None)


def _others(node: Node) -> list[Node]:
    return [mark for mark in node.get("marks", []) if mark["type"] != "ruby"]
