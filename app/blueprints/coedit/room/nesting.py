"""What stands where in a document, and how deep.

Words where the editor's binding expects elements make it fail, and elements where they do not belong it
deletes: one misplaced struct would end the editor of everybody who opens the document. And deleting a
type recurses in native code, without a limit: nested a hundred thousand deep, it would end the process.
Both are refused beforehand.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence

from app.blueprints.coedit.room.gaps import Course, course_of
from app.blueprints.coedit.room.lib0 import Malformed
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.yupdate import (
    DELETED,
    ELEMENTS,
    FORMAT,
    GARBAGE,
    STRING,
    TEXT,
    VALUES,
    Id,
    Place,
    read_shape,
)
from app.blueprints.coedit.text.schema import CONTENTS

DEEPEST = 200

# A struct in short: its depth, whether it is an attribute, what it stands in, what it holds itself.
_DEPTH, _KEYED, _PARENT, _SELF = 11, 1 << 10, 5, 0b11111
_STANDING = _KEYED | _SELF << _PARENT  # attribute or not, and in what

_WORDS = _ROOT = 0
_GONE = _SELF  # whatever is put into or beside what is gone is gone too
_VANISHING = _GONE << _PARENT
_UNKNOWN = (DEEPEST + 1) << _DEPTH | _VANISHING | _GONE


def _held(kind: int) -> int:
    """What a struct of this kind has in store for those that stand in it."""
    if kind in {GARBAGE, DELETED}:
        return _GONE
    return kind - TEXT + 1 if kind >= TEXT else _WORDS


def _standings() -> dict[int, frozenset[int]]:
    """Which kinds may stand where."""
    kinds = ELEMENTS | {"text": TEXT}
    allowed = {_held(TEXT) << _PARENT: frozenset({STRING, FORMAT})}
    for name, inside in CONTENTS.items():
        parent = _ROOT if name == "doc" else _held(kinds[name])
        if name != "text":
            allowed[parent << _PARENT] = frozenset(kinds[child] for child in inside)
        if name not in {"doc", "text"}:
            allowed[parent << _PARENT | _KEYED] = frozenset({VALUES})
    return allowed


_MAY_STAND = _standings()
_HEADING = _held(ELEMENTS["heading"])


class _Standings:
    """The structs of one client in short, by clock."""

    __slots__ = ("_starts", "_values")

    def __init__(self) -> None:
        self._starts, self._values = array("q"), array("I")

    def at(self, clock: int) -> int:
        index = bisect_right(self._starts, clock) - 1
        return self._values[index] if index >= 0 else _UNKNOWN

    def any_between(self, start: int, end: int, wanted: Callable[[int], bool]) -> bool:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < end:
            if wanted(self._values[index]):
                return True
            index += 1
        return False

    def add(self, clock: int, value: int) -> None:
        if not self._values or self._values[-1] != value:
            self._starts.append(clock)
            self._values.append(value)

    def extend(self, other: "_Standings") -> None:
        self._starts += other._starts
        self._values += other._values


def _is_of_heading(value: int) -> bool:
    return value & _SELF == _HEADING or value & (_KEYED | _SELF << _PARENT) == _KEYED | _HEADING << _PARENT


Growth = dict[int, _Standings]
Span = tuple[int, int, int]  # (client, start, end)


class Nesting:
    """All structs of a replica in short: a few bytes for each change."""

    def __init__(self, standings: Growth | None = None) -> None:
        self._standings: Growth = standings or {}

    @classmethod
    def of(cls, state: bytes) -> "Nesting":
        """Of a whole state. If it cannot be read, no type can be put beside what is in it."""
        try:
            shape = read_shape(state)
        except Malformed:
            return cls()
        course = course_of(shape, {})
        return cls(_Measure({}, {}, strict=False).along(course) if course else None)

    def measure(self, course: Course, clocks: Mapping[int, int]) -> Growth:
        """What an update adds to a replica that is at `clocks`. Raises Refused."""
        return _Measure(self._standings, clocks, strict=True).along(course)

    def touches_heading(self, spans: Sequence[Span]) -> bool:
        """Whether a heading, or something that is said of one, is among what stands there."""
        return any(
            standings.any_between(start, end, _is_of_heading)
            for client, start, end in spans
            if (standings := self._standings.get(client)) is not None
        )

    def keep(self, growth: Growth) -> None:
        for client, standings in growth.items():
            self._standings.setdefault(client, _Standings()).extend(standings)


class _Measure:
    def __init__(self, known: Growth, clocks: Mapping[int, int], *, strict: bool) -> None:
        self._known, self._clocks, self._strict = known, clocks, strict
        self._grown: Growth = {}

    def along(self, course: Course) -> Growth:
        position: dict[int, int] = {}
        for run, until in course.steps:
            index = position.get(run.client, 0)
            while index < len(run.places) and run.places[index].clock < until:
                following = run.places[index + 1].clock if index + 1 < len(run.places) else run.end
                if following > self._clocks.get(run.client, 0):
                    self._add(run.client, run.places[index])
                index += 1
            position[run.client] = index
        return self._grown

    def _add(self, client: int, place: Place) -> None:
        known = self._clocks.get(client, 0)
        value = _UNKNOWN
        if place.kind == GARBAGE:
            value = _VANISHING | _GONE
        else:
            where = self._where(client, place, known)
            value = where | _held(place.kind)
            if self._strict:
                _judge(place.kind, where)
        self._grown.setdefault(client, _Standings()).add(max(place.clock, known), value)

    def _where(self, client: int, place: Place, known: int) -> int:
        """Depth and standing of a new struct: all that is said of it must agree."""
        claims = [self._value(struct) for struct in place.beside]
        if place.clock < known:  # the rest of a struct whose beginning is known
            claims.append(self._value((client, known - 1)))
        if place.inside is not None:
            claims.append(self._within(self._value(place.inside), keyed=place.keyed))
        elif not place.beside:
            claims.append(1 << _DEPTH | (_KEYED if place.keyed else 0) | _ROOT << _PARENT)
        standings = {claim & _STANDING for claim in claims}
        depth = max(claim >> _DEPTH for claim in claims)
        if any(standing | _KEYED == _VANISHING | _KEYED for standing in standings):
            return depth << _DEPTH | _VANISHING
        if self._strict and len(standings) > 1:
            raise Refused(Reason.INVALID)
        return depth << _DEPTH | standings.pop()

    def _within(self, parent: int, *, keyed: bool) -> int:
        if self._strict and parent & _SELF == _WORDS:
            raise Refused(Reason.INVALID)  # inside something that is no type: pycrdt would fail
        depth = min((parent >> _DEPTH) + 1, DEEPEST + 1)
        return depth << _DEPTH | (_KEYED if keyed else 0) | (parent & _SELF) << _PARENT

    def _value(self, struct: Id) -> int:
        client, clock = struct
        standings = (self._known if clock < self._clocks.get(client, 0) else self._grown).get(client)
        return standings.at(clock) if standings is not None else _UNKNOWN


def _judge(kind: int, where: int) -> None:
    if kind >= TEXT and where >> _DEPTH > DEEPEST:
        raise Refused(Reason.INVALID)
    standing = where & _STANDING
    if kind != DELETED and standing != _VANISHING and kind not in _MAY_STAND.get(standing, ()):
        raise Refused(Reason.INVALID)
