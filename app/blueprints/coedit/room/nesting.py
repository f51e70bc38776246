"""How deep the types of a document are nested. Deleting a type recurses in native code, without a limit:
nested a hundred thousand deep, it would end the process. No depth is kept for a type that is refused.
"""

from array import array
from bisect import bisect_right
from collections.abc import Mapping

from app.blueprints.coedit.room.gaps import Course, course_of
from app.blueprints.coedit.room.lib0 import Malformed
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.yupdate import DELETED, GARBAGE, TYPE, Id, Place, read_shape

DEEPEST = 200
_UNKNOWN = 2 * (DEEPEST + 1) + 1  # deeper than allowed, and perhaps a type


class _Levels:
    """For the structs of one client by clock: twice the depth, plus one if others may stand inside."""

    __slots__ = ("_starts", "_values")

    def __init__(self) -> None:
        self._starts, self._values = array("q"), array("H")

    def at(self, clock: int) -> int:
        index = bisect_right(self._starts, clock) - 1
        return self._values[index] if index >= 0 else _UNKNOWN

    def add(self, clock: int, value: int) -> None:
        if not self._values or self._values[-1] != value:
            self._starts.append(clock)
            self._values.append(value)

    def extend(self, other: "_Levels") -> None:
        self._starts += other._starts
        self._values += other._values


Growth = dict[int, _Levels]


class Nesting:
    """The levels of all structs of a replica: a few bytes for each change of level."""

    def __init__(self, levels: Growth | None = None) -> None:
        self._levels: Growth = levels or {}

    @classmethod
    def of(cls, state: bytes) -> "Nesting":
        """Of a whole state. What cannot be read is of unknown depth: no type can be put beside it."""
        try:
            shape = read_shape(state)
        except Malformed:
            return cls()
        course = course_of(shape, {})
        return cls(_Measure({}, {}, strict=False).along(course) if course else None)

    def measure(self, course: Course, clocks: Mapping[int, int]) -> Growth:
        """The levels an update adds to a replica that is at `clocks`. Raises Refused."""
        return _Measure(self._levels, clocks, strict=True).along(course)

    def keep(self, growth: Growth) -> None:
        for client, levels in growth.items():
            self._levels.setdefault(client, _Levels()).extend(levels)


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
        levels = [self._value((client, clock)) for client, clock in place.beside]
        known = self._clocks.get(client, 0)
        if place.clock < known:  # the rest of a struct whose beginning is known
            levels.append(self._value((client, known - 1)))
        depth = max((value >> 1 for value in levels), default=0 if place.kind == GARBAGE else 1)
        if place.inside is not None:
            parent = self._value(place.inside)
            if self._strict and not parent & 1:
                raise Refused(Reason.INVALID)  # inside something that is no type: pycrdt would fail
            depth = max(depth, (parent >> 1) + 1)
        if self._strict and place.kind == TYPE and depth > DEEPEST:
            raise Refused(Reason.INVALID)
        holds = place.kind in {GARBAGE, DELETED, TYPE}
        value = 2 * min(depth, DEEPEST + 1) + holds
        self._grown.setdefault(client, _Levels()).add(max(place.clock, known), value)

    def _value(self, struct: Id) -> int:
        client, clock = struct
        levels = (self._known if clock < self._clocks.get(client, 0) else self._grown).get(client)
        return levels.at(clock) if levels is not None else _UNKNOWN
