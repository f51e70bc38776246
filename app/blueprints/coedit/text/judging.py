"""Whether between two moments of a text somebody did no more than suggest.

What stands there without the suggestions of that person must be the same before and after: the words, their
looks, who is credited with them, and what others suggest. Lists may part and paragraphs without words come
and go: a new list item that is only suggested needs both.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from app.blueprints.coedit.text.pending import without_suggestions
from app.blueprints.coedit.text.schema import TEXTBLOCKS, Node

Line = tuple[Any, ...]
_PLACES = frozenset({"table", "tableRow", "tableCell", "tableHeader"})


def lines_without(pm: Node, mine: Callable[[str], bool]) -> list[Line]:
    """The blocks in their order, each with what it stands in. `mine` says which keys are that person's."""
    return list(_lines(without_suggestions(pm, mine), ()))


def _lines(node: Node, inside: tuple[str, ...]) -> Iterator[Line]:
    for child in node.get("content", []):
        look = child["type"] + _written(child.get("attrs", {}))
        if child["type"] in TEXTBLOCKS:
            if child.get("content"):
                yield (*inside, look), _runs(child["content"])
        elif "content" not in child:
            yield (*inside, look), ()
        else:
            if child["type"] in _PLACES:
                yield (*inside, look), ()
            name = child["type"] if child["type"] != "taskItem" else look
            yield from _lines(child, (*inside, name))


def _runs(inline: list[Node]) -> tuple[tuple[str, str], ...]:
    """Words with the same looks are one run, however they are cut."""
    faces = ((_face(node), str(node.get("text", ""))) for node in inline)
    return tuple(
        (face, "".join(words for _face, words in run))
        for face, run in groupby(faces, key=lambda each: each[0])
    )


def _face(node: Node) -> str:
    marks = sorted(mark["type"] + _written(mark.get("attrs", {})) for mark in node.get("marks", []))
    return " ".join([node["type"] + _written(node.get("attrs", {})), *marks])


def _written(attributes: dict[str, Any]) -> str:
    return json.dumps(attributes, sort_keys=True) if attributes else ""
