"""Another look is suggested as a copy behind the struck words. To be read, those words stand there once.

The editor does the same: app/static/src/editor/suggesting/looks.ts.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import Any, NamedTuple

from app.blueprints.coedit.text.schema import SUGGESTION_MARKS, Node

LOOK = "look"  # beside the words of a text node: the key that only lets them look otherwise
MOST_TRIES = 200  # of lengths: a long text of one letter would be compared with itself for minutes
_INSERTED, _DELETED = "suggestedInsertion", "suggestedDeletion"


class _Letter(NamedTuple):
    place: tuple[int, int]  # the number of its node, and its own in it
    sign: str
    look: list[Any]


def with_look_changes(content: Sequence[Node]) -> list[Node]:
    """The same words; those that are struck for nothing but their look, and their copies, say so."""
    changed: dict[tuple[int, int], str] = {}
    for index, (before, behind) in enumerate(pairwise(content), 1):
        for key in _keys(before, _DELETED) & _keys(behind, _INSERTED):
            old = _letters(content, reversed(range(index)), _DELETED, key)
            copy = _letters(content, range(index, len(content)), _INSERTED, key)
            changed |= {letter.place: key for letter in _alike(sorted(old), copy)}
    return [part for number, node in enumerate(content) for part in _parted(number, node, changed)]


def _keys(node: Node, name: str) -> set[str]:
    marks = node.get("marks", []) if node["type"] == "text" else []
    return {mark.get("attrs", {}).get("key", "") for mark in marks if mark["type"] == name}


def _letters(content: Sequence[Node], places: Iterable[int], name: str, key: str) -> list[_Letter]:
    return [
        _Letter((place, number), sign, _look(content[place]))
        for place in takewhile(lambda place: key in _keys(content[place], name), places)
        for number, sign in enumerate(content[place]["text"])
    ]


def _look(node: Node) -> list[Any]:
    return [mark for mark in node.get("marks", []) if mark["type"] not in SUGGESTION_MARKS]


def _alike(old: list[_Letter], copy: list[_Letter]) -> list[_Letter]:
    """As many at the end of `old` as stand at the beginning of `copy`, if each is to look otherwise."""
    most = min(len(old), len(copy))
    for size in range(most, max(most - MOST_TRIES, 0), -1):
        pairs = list(zip(old[-size:], copy, strict=False))
        if all(before.sign == after.sign and before.look != after.look for before, after in pairs):
            return [letter for pair in pairs for letter in pair]
    return []


def _parted(number: int, node: Node, changed: dict[tuple[int, int], str]) -> Iterator[Node]:
    if node["type"] != "text":
        yield node
        return
    for key, letters in groupby(enumerate(node["text"]), lambda each: changed.get((number, each[0]))):
        part = node | {"text": "".join(sign for _number, sign in letters)}
        yield part | {LOOK: key} if key else part
