"""Reads the structure of a Yjs update (format 1): who wrote which clocks, standing on what.

pycrdt tells nothing of this. It integrates past a gap in a client's clocks while browsers keep what
follows pending, so the two would show different text: see gaps.py and nesting.py for the use that is
made of it. What no editor makes is malformed, also where pycrdt would take it: browsers throw on it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from app.blueprints.coedit.room.lib0 import BEYOND, Malformed, Reader, read_uints
from app.blueprints.coedit.text.schema import FRAGMENT, NODES

Id = tuple[int, int]  # (client, clock)
MOST_CLOCK = 2**31
XML_ELEMENT, XML_TEXT = 3, 6  # the types the editor's binding makes
# Kinds of structs: garbage, else what it contains. A type is told by which one it is.
GARBAGE, DELETED, STRING, FORMAT, TYPE, VALUES = 0, 1, 4, 6, 7, 8
TEXT = 0x20
ELEMENTS = {name: TEXT + number for number, name in enumerate(NODES) if name not in {"doc", "text"}}


class Place(NamedTuple):
    """Where a struct stands: in a type, or beside others wherever those are. Nowhere said: at the root."""

    clock: int
    kind: int
    inside: Id | None
    beside: tuple[Id, ...]
    keyed: bool = False  # an attribute; said only of what stands beside nothing


@dataclass(slots=True)
class Run:
    """The structs of one client in an update: [start, end) without a gap."""

    client: int
    start: int
    end: int
    # (clock, what the struct at this clock stands on), in order of clock; only what is another client's
    needs: list[tuple[int, Id]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Shape:
    """What an update says without saying what is written."""

    runs: list[Run]
    deletes: list[tuple[int, int, int]]  # (client, start, end)
    content_bytes: int = 0  # of the update: without the deletes


class TooMany(Malformed):
    """More structs, values and deletes than somebody wants to read at once."""


class _Source(Reader):
    """Stops after so many things: an update keeps everybody waiting while it is read."""

    __slots__ = ("_left",)

    def __init__(self, source: bytes, most: int) -> None:
        super().__init__(source)
        self._left = most

    def spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMany("too many things")


def read_shape(update: bytes, *, most: int = 2**31) -> Shape:
    """Raises Malformed; TooMany if there are more than `most` structs, values and deletes in it."""
    reader = _Source(update, most)
    try:
        runs = [_run(reader) for _ in range(reader.count())]
        content_bytes = reader.at
        deletes = [
            (client, *span)
            for client, spans in (_delete_spans(reader) for _ in range(reader.count()))
            for span in spans
        ]
    except (IndexError, UnicodeDecodeError) as error:
        raise Malformed("update ends early or holds broken text") from error
    if reader.at != len(update):
        raise Malformed("bytes after the end")
    return Shape(runs, deletes, content_bytes)


def read_state_vector(encoded: bytes) -> dict[int, int]:
    """Client → next clock. Raises Malformed."""
    count, *numbers = read_uints(encoded) or [BEYOND]
    if len(numbers) < 2 * count:
        raise Malformed("state vector ends early")
    return dict(zip(numbers[0 : 2 * count : 2], numbers[1 : 2 * count : 2], strict=True))


def _run(reader: _Source) -> Run:
    count, client, clock = reader.count(), reader.uint(), reader.uint()
    run = Run(client, clock, clock)
    for _ in range(count):
        length = _struct(reader, run, clock)
        if length == 0:
            raise Malformed("a struct without a length")
        clock += length
    if clock > MOST_CLOCK:
        raise Malformed("number too big")
    run.end = clock
    return run


def _delete_spans(reader: _Source) -> tuple[int, list[tuple[int, int]]]:
    client = reader.uint()
    spans = []
    for _ in range(reader.count()):
        reader.spend()
        start = reader.uint()
        spans.append((start, start + reader.uint()))
    return client, spans


def _struct(reader: _Source, run: Run, clock: int) -> int:
    """Skip one struct, note where it stands and what it needs, return how many clocks it takes."""
    reader.spend()
    info = reader.byte()
    kind = info & 0x1F
    if kind == GARBAGE:  # only its length is left
        run.places.append(Place(clock, kind, None, ()))
        return reader.uint()
    if kind not in _CONTENTS and kind != TYPE:  # 10, a gap inside an update, is one of them
        raise Malformed(f"struct of kind {kind}")
    beside = tuple((reader.uint(), reader.uint()) for side in (0x80, 0x40) if info & side)
    keyed = not beside and bool(info & 0x20)
    inside = None if beside else _parent(reader, keyed=keyed)
    _note_needs(run, clock, (*beside, inside))
    if kind == TYPE:
        kind, length = _type(reader), 1
    else:
        length = _CONTENTS[kind](reader)
    run.places.append(Place(clock, kind, inside, beside, keyed))
    return length


def _note_needs(run: Run, clock: int, stands_on: tuple[Id | None, ...]) -> None:
    for needed in stands_on:
        if needed is None:
            continue
        if needed[0] != run.client:
            run.needs.append((clock, needed))
        elif needed[1] >= clock:
            raise Malformed("a struct stands on a later one")


def _parent(reader: _Source, *, keyed: bool) -> Id | None:
    """The type a struct is in; None is the root."""
    inside: Id | None = None
    if reader.uint() == 1:
        if reader.text() != FRAGMENT:
            raise Malformed("another root than the document's")
    else:
        inside = (reader.uint(), reader.uint())
    if keyed:
        reader.text()  # the key in a map
    return inside


def _text(reader: _Source) -> int:
    return reader.utf16_length()


def _deleted(reader: _Source) -> int:
    return reader.uint()


def _type(reader: _Source) -> int:
    """Which one it is."""
    kind = reader.uint()
    if kind == XML_ELEMENT:
        element = ELEMENTS.get(reader.text())
        if element is None:  # the editor's binding would delete it, or fail
            raise Malformed("an element of no known name")
        return element
    if kind == XML_TEXT:
        return TEXT
    raise Malformed(f"type {kind}")


def _format(reader: _Source) -> int:
    reader.text()
    try:
        json.loads(reader.text(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("a mark that is no JSON") from error
    return 1


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN is JSON to Python only


def _values(reader: _Source) -> int:
    length = reader.count()
    for _ in range(length):
        _any(reader)
    return length


def _any(reader: _Source, depth: int = 0) -> None:
    reader.spend()
    kind = reader.byte()
    if depth > 60:
        raise Malformed("nested too deep")
    if kind == 125:
        _whole(reader)
    elif kind in _FIXED:
        reader.take(_FIXED[kind])
    elif kind == 119:
        reader.text()
    elif kind == 118:
        for _ in range(reader.count()):
            reader.text()
            _any(reader, depth + 1)
    elif kind == 117:
        for _ in range(reader.count()):
            _any(reader, depth + 1)
    else:  # 116 bytes and 122 big integers too: no attribute holds them
        raise Malformed(f"value of kind {kind}")


_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 121: 0, 120: 0}  # undefined, null, floats, false and true


def _whole(reader: _Source) -> None:
    """A whole number with a sign: six bits in the first byte."""
    byte = reader.byte()
    value, shift = byte & 0x3F, 6
    while byte >= 0x80:
        byte = reader.byte()
        value |= (byte & 0x7F) << shift
        shift += 7
        if value >= BEYOND or shift > 69:
            raise Malformed("number too big")


# Neither JSON (2) nor bytes (3), embeds (5) or sub-documents (9): the editor's binding makes none.
_CONTENTS: dict[int, Callable[[_Source], int]] = {
    DELETED: _deleted,
    STRING: _text,
    FORMAT: _format,
    VALUES: _values,
}
