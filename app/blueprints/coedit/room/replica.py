"""The server's copy of a document in memory: takes in updates in order, never one with a gap."""

import time
import weakref
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pycrdt import Doc

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.fitting import only_shrinks
from app.blueprints.coedit.room.gaps import course_of
from app.blueprints.coedit.room.keeping import Keeper
from app.blueprints.coedit.room.lib0 import Malformed, write_uint
from app.blueprints.coedit.room.nesting import Nesting
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.yupdate import VALUES, Shape, TooMany, read_shape, read_state_vector


class Broken(RuntimeError):
    """The stored log and this replica say different things. Load it again; never store from it."""


class Spoiled(Broken):
    """An update made pycrdt fail half-way: this replica is worth nothing any more, the update is to blame."""


class Changes:
    """How many transactions of a document changed something: a replay is told by silence.

    A document that is observed keeps itself alive, and Python's collector cannot see through pycrdt (0.14):
    it is observed no longer than `owner` lives. So this must not know the owner.
    """

    def __init__(self, doc: "Doc[Any]", owner: object) -> None:
        self.count = 0
        weakref.finalize(owner, doc.unobserve, doc.observe(self)).atexit = False

    def __call__(self, _event: object) -> None:
        self.count += 1


class Replica:
    """A gap-free Yjs document. What is taken in but not yet committed is in it: see rooms.py."""

    def __init__(self, snapshot: bytes | None = None, log: Sequence[bytes] = ()) -> None:
        self._doc: Doc[Any] = Doc()
        self.size = 0  # of what was taken in: an upper bound of the state's
        self._try_at = self._measure_at = 0.0  # the next time the bound may be replaced by the truth
        for part in ([zlib.decompress(snapshot)] if snapshot else []) + [*log]:
            self._doc.apply_update(part)
            self.size += len(part)
        self._clocks = read_state_vector(self._doc.get_state())
        self._vector: dict[int, bytes] = {}  # the last state vector, as it was written: client → its part
        self._moved: set[int] = set()  # the clients whose clocks have moved since
        if any(self._lacks(part) for part in log):
            raise Broken("the stored log has a gap")
        self._nesting: Nesting | None = None  # found out when somebody writes
        self._keeper = Keeper()
        self._changes = Changes(self._doc, self)

    @property
    def clocks(self) -> Mapping[int, int]:
        return self._clocks

    def shape_of(self, update: bytes) -> Shape:
        try:
            return read_shape(update, most=limits.MOST_UPDATE_PARTS)
        except TooMany as error:
            raise Refused(Reason.TOO_LARGE) from error
        except Malformed as error:
            raise Refused(Reason.INVALID) from error

    def take(self, update: bytes, shape: Shape) -> bool:
        """Apply it. False if it says nothing new. Raises Refused and changes nothing, or Spoiled."""
        course = course_of(shape, self._clocks)
        if course is None:
            raise Refused(Reason.GAP)
        growth = self._nested().measure(course, self._clocks)
        seen = self._changes.count
        self._apply(update)
        self._nested().keep(growth)
        self._clocks.update(course.reached)
        self._moved |= course.reached.keys()
        is_new = self._changes.count > seen
        if is_new:
            self.size += len(update)
        return is_new

    def _nested(self) -> Nesting:
        if self._nesting is None:
            self._nesting = Nesting.of(self.state())
        return self._nesting

    def look_after_sections(self, shape: Shape, meant: Collection[str] = ()) -> None:
        """Before it is taken in: if it may touch a heading, remember how the sections stood."""
        writes = any(place.kind == VALUES for run in shape.runs for place in run.places)
        if writes or (shape.deletes and self._nested().touches_heading(shape.deletes)):
            self._keeper.watch(self._doc, meant)

    @property
    def doubts_sections(self) -> bool:
        return self._keeper.watches

    def amends(self) -> bytes | None:
        """What makes good that sections were lost or doubled since they were looked after."""
        return self._keeper.amends(self._doc)

    def has_room_for(self, update: bytes, shape: Shape) -> bool:
        """Whether it may become so big. What takes away more than it adds always fits: see fitting.py."""
        if self.size + len(update) > limits.MOST_DOCUMENT_BYTES:
            self._measure()
        if self.size + len(update) <= limits.MOST_DOCUMENT_BYTES:
            return True
        if only_shrinks(shape, self._clocks, lambda: read_shape(self._deletions()).deletes):
            return True
        return bool(shape.deletes) and self._would_shrink(update)

    def _would_shrink(self, update: bytes) -> bool:
        """Tried on a copy, as rarely as measuring: a page that was refused sends with what it deletes also
        what it had added, and both may be gone afterwards. It asks again until it was tried."""
        now = time.monotonic()
        if now < self._try_at:
            return False
        self._try_at = now + limits.MEASURED_EVERY
        copy: Doc[Any] = Doc()
        copy.apply_update(self.state())
        before = len(copy.get_update())
        try:
            copy.apply_update(update)
        except (ValueError, TypeError, RuntimeError):
            return False
        return len(copy.get_update()) <= before

    def _measure(self) -> None:
        """Encodes the whole state, a quarter of a second at the limit: not for every update."""
        now = time.monotonic()
        if now >= self._measure_at:
            self.size = len(self.state())
            self._measure_at = now + limits.MEASURED_EVERY

    def _deletions(self) -> bytes:
        """An update that says only what was deleted."""
        return self._doc.get_update(self._doc.get_state())

    def _apply(self, update: bytes) -> None:
        try:
            self._doc.apply_update(update)
        except (ValueError, TypeError) as error:
            raise Refused(Reason.INVALID) from error
        except RuntimeError as error:
            raise Spoiled from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # of pyo3: no Exception, and in no module
                raise Spoiled from error
            raise

    def verify(self) -> None:
        """Raises Broken if something is pending after all. Ask before anything is stored."""
        vector = self._doc.get_state()
        for client in self._moved:
            self._vector[client] = write_uint(client) + write_uint(self._clocks[client])
        self._moved.clear()
        if b"".join((write_uint(len(self._vector)), *self._vector.values())) == vector:
            return  # nearly always: it is written in the same order as long as nobody new has come
        clocks = read_state_vector(vector)
        if clocks != self._clocks:
            raise Broken
        self._vector = {client: write_uint(client) + write_uint(clock) for client, clock in clocks.items()}

    def missing_in(self, state_vector: bytes) -> bytes:
        """What somebody who has `state_vector` lacks. Raises Refused."""
        try:
            read_state_vector(state_vector)
            return self._doc.get_update(state_vector)
        except (ValueError, TypeError) as error:  # Malformed is a ValueError
            raise Refused(Reason.INVALID) from error

    def state_vector(self) -> bytes:
        return self._doc.get_state()

    def state(self) -> bytes:
        return self._doc.get_update()

    def _lacks(self, part: bytes) -> bool:
        """Whether a stored update was not taken in whole: then its end would be in no snapshot."""
        try:
            return any(run.end > self._clocks.get(run.client, 0) for run in read_shape(part).runs)
        except Malformed:  # more liberal than the guard at the door: what is stored is shown
            return False
