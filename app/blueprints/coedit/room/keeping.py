"""Named sections are not lost by accident over the socket either, and none stands twice: see ADR 19.

A room looks before and after what could touch a section's heading. Whatever is missing then, though nobody
said that it was taken out, is put back as an update of its own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.coedit.text.content import insert_block, node_of
from app.blueprints.coedit.text.schema import FRAGMENT, Node

SECTION = "section"


@dataclass(frozen=True)
class Standing:
    """What stood at the root at one moment."""

    blocks: list[int]  # who they are, in order
    sections: dict[int, tuple[str, Node]]  # place → (key, the heading)

    @property
    def keys(self) -> list[str]:
        return [key for key, _heading in self.sections.values()]


def standing_in(plan: "Doc[Any]") -> Standing:
    blocks: list[int] = []
    sections: dict[int, tuple[str, Node]] = {}
    with plan.transaction():
        for place, block in enumerate(plan.get(FRAGMENT, type=XmlFragment).children):
            blocks.append(hash(block))
            if isinstance(block, XmlElement) and block.tag == "heading" and SECTION in _names(block):
                heading = node_of(block)
                if key := heading.get("attrs", {}).get(SECTION):
                    sections[place] = key, heading
    return Standing(blocks, sections)


def _names(block: XmlElement) -> set[str]:
    pairs = cast("Iterable[tuple[str, Any]]", block.attributes)
    return {name for name, _value in pairs}


class Keeper:
    """What a room remembers of its sections between two flushes."""

    def __init__(self) -> None:
        self._before: Standing | None = None
        self._meant: set[str] = set()

    @property
    def watches(self) -> bool:
        return self._before is not None

    def watch(self, plan: "Doc[Any]", meant: Collection[str] = ()) -> None:
        """Something that may touch a section comes next; these keys somebody takes out on purpose."""
        self._before = self._before or standing_in(plan)
        self._meant.update(meant)

    def amends(self, plan: "Doc[Any]") -> bytes | None:
        """An update that makes good what happened since, if anything has to be."""
        before, meant = self._before, self._meant
        self._before, self._meant = None, set()
        if before is None:
            return None
        keys = standing_in(plan).keys
        lost = set(before.keys) - set(keys) - meant
        if not lost and len(set(keys)) == len(keys):
            return None
        return _amended(plan.get_update(), before, lost)


def _amended(state: bytes, before: Standing, lost: Collection[str]) -> bytes:
    """Done on a copy, and taken in like anybody's update."""
    copy: Doc[Any] = Doc()
    copy.apply_update(state)
    known, made = copy.get_state(), copy.get(FRAGMENT, type=XmlFragment)
    with copy.transaction():
        for place in sorted(before.sections):
            key, heading = before.sections[place]
            if key in lost:
                insert_block(made, _place_for(place, before, standing_in(copy)), heading)
    with copy.transaction():
        _drop_repeated(made, standing_in(copy))
    return copy.get_update(known)


def _place_for(place: int, before: Standing, now: Standing) -> int:
    """Behind the nearest block that stood before it and still does; a section is known by its key."""
    by_block = {block: number for number, block in enumerate(now.blocks)}
    by_key = {key: number for number, (key, _heading) in now.sections.items()}
    for earlier in range(place - 1, -1, -1):
        found = by_block.get(before.blocks[earlier])
        if earlier in before.sections:
            found = by_key.get(before.sections[earlier][0], found)
        if found is not None:
            return found + 1
    return 0


def _drop_repeated(made: XmlFragment, now: Standing) -> None:
    """The first heading keeps the key: so every node chooses the same one.

    Another one with other words becomes an ordinary heading; with the same, an empty one, in which what
    somebody types right now still arrives.
    """
    kept: dict[str, Node] = {}
    for place, (key, heading) in now.sections.items():
        if key not in kept:
            kept[key] = heading
            continue
        block = made.children[place]
        assert isinstance(block, XmlElement)
        del block.attributes[SECTION]
        if _same(heading, kept[key]):
            _empty(block)


def _same(heading: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return heading.get("content") == other.get("content")


def _empty(block: XmlElement) -> None:
    for number in reversed(range(len(block.children))):
        child = block.children[number]
        if isinstance(child, XmlText):
            child.clear()
        else:
            del block.children[number]
