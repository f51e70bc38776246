"""Reads the structure of a Yjs update (format 1): who wrote which clocks, standing on what.

pycrdt tells nothing of this. It integrates past a gap in a client's clocks while browsers keep what
follows pending, so the two would show different text. See gaps.py for the use that is made of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.blueprints.coedit.lib0 import Malformed, Reader

Id = tuple[int, int]  # (client, clock)
MOST_CLOCK = 2**31
MOST_CLIENT = 2**53


@dataclass(slots=True)
class Run:
    """The structs of one client in an update: [start, end) without a gap."""

    client: int
    start: int
    end: int
    # (clock, what the struct at this clock stands on), in order of clock; only what is another client's
    needs: list[tuple[int, Id]] = field(default_factory=list)


@dataclass(slots=True)
class Shape:
    """What an update says without saying what is written."""

    runs: list[Run]
    deletes: list[tuple[int, int, int]]  # (client, start, end)


def read_shape(update: bytes) -> Shape:
    """Raises Malformed."""
    reader = Reader(update)
    try:
        runs = [_run(reader) for _ in range(reader.count())]
        deletes = [
            (client, *span)
            for client, spans in (_delete_spans(reader) for _ in range(reader.count()))
            for span in spans
        ]
    except (IndexError, UnicodeDecodeError) as error:
        raise Malformed("update ends early or holds broken text") from error
    if reader.at != len(update):
        raise Malformed("bytes after the end")
    return Shape(runs, deletes)


def read_state_vector(encoded: bytes) -> dict[int, int]:
    """Client → next clock. Raises Malformed."""
    reader = Reader(encoded)
    try:
        pairs = [(reader.uint(), reader.uint()) for _ in range(reader.count())]
    except IndexError as error:
        raise Malformed("state vector ends early") from error
    return dict(pairs)


def _run(reader: Reader) -> Run:
    count, client, clock = reader.count(), reader.uint(), reader.uint()
    run = Run(client, clock, clock)
    for _ in range(count):
        clock += _struct(reader, run, clock)
    if clock > MOST_CLOCK or client > MOST_CLIENT:
        raise Malformed("number too big")
    run.end = clock
    return run


def _delete_spans(reader: Reader) -> tuple[int, list[tuple[int, int]]]:
    client = reader.uint()
    spans = []
    for _ in range(reader.count()):
        start = reader.uint()
        spans.append((start, start + reader.uint()))
    return client, spans


def _struct(reader: Reader, run: Run, clock: int) -> int:
    """Skip one struct, note what it needs, return how many clocks it takes."""
    info = reader.byte()
    kind = info & 0x1F
    if kind == 0:  # collected as garbage: only its length is left
        return reader.uint()
    content = _CONTENTS.get(kind)
    if content is None:  # 10, a gap inside an update, is one of them
        raise Malformed(f"struct of kind {kind}")
    ids: list[Id] = []
    if info & 0x80:
        ids.append((reader.uint(), reader.uint()))
    if info & 0x40:
        ids.append((reader.uint(), reader.uint()))
    if not info & 0xC0:
        if reader.uint() == 1:
            reader.skip_bytes()  # the name of a root type
        else:
            ids.append((reader.uint(), reader.uint()))
        if info & 0x20:
            reader.skip_bytes()  # the key in a map
    for needed in ids:
        if needed[0] != run.client:
            run.needs.append((clock, needed))
        elif needed[1] >= clock:
            raise Malformed("a struct stands on a later one")
    return content(reader)


def _one(*parts: Callable[[Reader], None]) -> Callable[[Reader], int]:
    def content(reader: Reader) -> int:
        for part in parts:
            part(reader)
        return 1

    return content


def _many(part: Callable[[Reader], None]) -> Callable[[Reader], int]:
    def content(reader: Reader) -> int:
        length = reader.count()
        for _ in range(length):
            part(reader)
        return length

    return content


def _type(reader: Reader) -> None:
    if reader.uint() in {3, 5}:  # an XML element or hook carries its name
        reader.skip_bytes()


def _any(reader: Reader, depth: int = 0) -> None:
    kind = reader.byte()
    if depth > 60:
        raise Malformed("nested too deep")
    if kind == 125:
        _skip_varint(reader)
    elif kind in _FIXED:
        reader.take(_FIXED[kind])
    elif kind in {119, 116}:  # text, bytes
        reader.skip_bytes()
    elif kind == 118:
        for _ in range(reader.count()):
            reader.skip_bytes()
            _any(reader, depth + 1)
    elif kind == 117:
        for _ in range(reader.count()):
            _any(reader, depth + 1)
    else:
        raise Malformed(f"value of kind {kind}")


_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}


def _skip_varint(reader: Reader) -> None:
    while reader.byte() >= 0x80:
        pass


def _deleted(reader: Reader) -> int:
    return reader.uint()


_CONTENTS: dict[int, Callable[[Reader], int]] = {
    1: _deleted,
    2: _many(Reader.skip_bytes),  # JSON
    3: _one(Reader.skip_bytes),  # bytes
    4: Reader.utf16_length,
    5: _one(Reader.skip_bytes),  # embed
    6: _one(Reader.skip_bytes, Reader.skip_bytes),  # format: key, value
    7: _one(_type),
    8: _many(_any),
    9: _one(Reader.skip_bytes, _any),  # sub-document
}
