"""All rooms of this process: opened when the first person comes, closed when the last one has gone."""

import math
import time
from collections.abc import Callable

import gevent
import structlog
from gevent.event import Event

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.bulletin import CaretNews, Stored
from app.blueprints.coedit.room.log import StoredLog
from app.blueprints.coedit.room.members import Member
from app.blueprints.coedit.room.neighbours import Neighbours
from app.blueprints.coedit.room.pump import Pump
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.replica import Replica
from app.blueprints.coedit.room.rooms import Outlet, Room, RoomState
from app.blueprints.coedit.room.store import NotStored, Store
from app.ports.relay import NullRelay, Relay

log = structlog.get_logger(__name__)

LINGER_SECONDS = 10.0  # a page that is reloaded finds its room still open
PATIENCE_SECONDS = 20.0
LONGEST_RETRY = 10.0


class House:
    """The rooms by document. Methods called for a page may wait; the pump's never do."""

    def __init__(
        self,
        store: Store,
        outlet: Outlet,
        *,
        on_stored: Callable[[int], None] = lambda document_id: None,
        linger: float = LINGER_SECONDS,
        pump: type[Pump] = Pump,
        relay: Relay | None = None,
    ) -> None:
        self._store, self._outlet, self._linger = store, outlet, linger
        self._tell_stored = on_stored
        self._rooms: dict[int, Room] = {}
        self._working: list[gevent.Greenlet[..., None]] = []
        self.pump = pump(
            store,
            outlet,
            on_stored=self._after_stored,
            on_lost=self._recover_later,
            on_closed=self.close,
            on_carets=lambda room, news: self.neighbours.tell(room, CaretNews(news)),
        )
        self.neighbours = self._neighbours_over(relay or NullRelay())

    def open(self, *, alone: bool = True) -> None:
        """Let the pump run by itself; not `alone`: and look after what other nodes store."""
        self._working = [gevent.spawn(self.pump.run)]
        if not alone:
            self._working.append(gevent.spawn(self.neighbours.patrol))

    def shut(self) -> None:
        gevent.killall(self._working)
        self._store.close()

    def room(self, document_id: int) -> Room | None:
        return self._rooms.get(document_id)

    def rooms_of(self, sid: str) -> list[Room]:
        return [room for room in self._rooms.values() if sid in room.members]

    def members_judged_before(self, moment: float) -> list[Member]:
        rooms = self._rooms.values()
        return [member for room in rooms for member in room.members.values() if member.judged_at < moment]

    def join(self, document_id: int, member: Member, state_vector: bytes) -> tuple[Room, bytes]:
        """Let a page in and return what it lacks: nothing that could still be lost. Raises Refused."""
        room = self._settled(document_id)
        _make_sure_of_a_seat(room, member)
        if not room.may_use(member.client_id, member.user_id):
            raise Refused(Reason.FOREIGN)
        lacks = room.replica.missing_in(state_vector)
        if (before := room.members.get(member.sid)) is not None:
            member.faults = before.faults  # joining again makes nobody innocent
        if own := member.person.get("color"):
            member.person = {**member.person, "color": room.colour_for(member.user_id, own)}
        member.refused_at = math.inf  # what it lacks and what we lack is settled now
        room.members[member.sid] = member
        self._outlet.enter(member.sid, document_id)
        return room, lacks

    def leave(self, room: Room, sid: str) -> None:
        """The page has gone, or has to."""
        member = room.members.pop(sid, None)
        if member is None:
            return
        self._outlet.leave(sid, room.document_id)
        room.carets.remove(member.client_id)
        self.pump.add(room)
        if not room.members:
            room.close_at = time.monotonic() + self._linger
            gevent.spawn_later(self._linger, self._unload, room)

    def expel(self, room: Room, sid: str, reason: Reason) -> None:
        """Close the room for one page at once; what it had not stored yet is not stored."""
        room.waiting.drop_from(sid)
        self._outlet.tell(sid, "revoked", {"doc": room.document_id, "reason": reason})
        self.leave(room, sid)

    def close(self, room: Room) -> None:
        """The document takes no more writing: everybody out. They may come back as readers."""
        room.stall()
        room.state = RoomState.CLOSING
        for sid in list(room.members):
            self.expel(room, sid, Reason.CLOSED)
        self._forget(room)

    def _neighbours_over(self, relay: Relay) -> Neighbours:
        return Neighbours(
            relay,
            self._store,
            self._outlet,
            self._rooms,
            on_closed=self.close,
            on_broken=self._begin_again,
            on_doubt=self.pump.add,
        )

    def _settled(self, document_id: int) -> Room:
        """The room at a moment when its replica holds nothing that is not stored."""
        while True:
            room = self._rooms.get(document_id) or self._open(document_id)
            _wait(room.opened)
            if room.state is RoomState.CLOSING:
                _wait(room.gone)
            elif room.state is RoomState.STALLED:
                raise Refused(Reason.UNAVAILABLE)
            elif room.settled.is_set():
                return room
            else:
                _wait(room.settled)

    def _open(self, document_id: int) -> Room:
        room = self._rooms[document_id] = Room(document_id)
        try:
            self._load(room)
        except BaseException:  # whatever it was: nobody ever sees a document that was not loaded
            self._forget(room)
            raise
        self.neighbours.follow(room)
        return room

    def _load(self, room: Room) -> None:
        try:
            stored = self._store.load(room.document_id)
        except NotStored as error:
            raise Refused(Reason.UNAVAILABLE) from error
        if stored is None:
            raise Refused(Reason.MISSING)
        self._fill(room, stored)

    def _fill(self, room: Room, stored: StoredLog) -> None:
        room.fill(Replica(stored.snapshot, stored.updates), stored.owners, seq=stored.seq)
        room.epoch, room.schema_version = stored.epoch, stored.schema_version
        room.closed = stored.closed_at is not None
        room.uncompacted_rows = len(stored.updates)
        room.uncompacted_bytes = sum(map(len, stored.updates))
        if stored.derived_seq < stored.seq:
            self._tell_stored(room.document_id)

    def _forget(self, room: Room) -> None:
        room.state = RoomState.CLOSING
        if self._rooms.get(room.document_id) is room:
            del self._rooms[room.document_id]
            self.neighbours.drop(room)
        room.opened.set()
        room.gone.set()

    def _begin_again(self, room: Room) -> None:
        """Its replica cannot be trusted: the pages send again what is not stored."""
        room.stall()
        self._recover_later(room)

    def _after_stored(self, room: Room, stored: Stored) -> None:
        self._tell_stored(room.document_id)
        self.neighbours.tell(room, stored)
        if room.lags:
            self.neighbours.look_later(room)
        if room.state is RoomState.READY and room.wants_snapshot():
            self._compact(room)

    def _compact(self, room: Room) -> "gevent.Greenlet[..., None]":
        """Right after a commit, so that the replica is what the log says up to `seq`."""
        state = room.replica.state()
        room.uncompacted_rows = room.uncompacted_bytes = 0
        room.replica.size = len(state)
        return gevent.spawn(self._store_snapshot, room.document_id, room.seq, state)

    def _store_snapshot(self, document_id: int, seq: int, state: bytes) -> None:
        try:
            self._store.compact(document_id, seq, state)
        except NotStored:
            log.warning("not compacted", document=document_id)  # the log is whole; the next time will do

    def _unload(self, room: Room) -> None:
        if room.members or room.state is not RoomState.READY or time.monotonic() < room.close_at:
            return
        if room.waiting or not room.settled.is_set():  # somebody wrote and left: that is stored first
            gevent.spawn_later(0.1, self._unload, room)
            return
        room.state = RoomState.CLOSING
        if room.uncompacted_rows:
            self._compact(room).join()
        self._forget(room)

    def _recover_later(self, room: Room) -> None:
        room.retry_delay = min(room.retry_delay * 2, LONGEST_RETRY)
        gevent.spawn_later(room.retry_delay, self._recover, room)

    def _recover(self, room: Room) -> None:
        """Once the database takes writes again: load afresh and let the pages send what it lacks."""
        if room.state is not RoomState.STALLED:
            return
        if not room.members:
            self._forget(room)
            return
        try:
            self._store.probe(room.document_id)
            self._load(room)
        except Refused as refusal:
            if refusal.reason is Reason.MISSING:
                self.close(room)
            else:
                self._recover_later(room)
            return
        except NotStored:
            self._recover_later(room)
            return
        except Exception:  # whoever waits here is shut out until somebody tries again
            log.exception("a room does not recover", document=room.document_id)
            self._begin_again(room)
            return
        self._outlet.broadcast(room.document_id, "resync", {"doc": room.document_id})


def _make_sure_of_a_seat(room: Room, member: Member) -> None:
    if member.sid in room.members:
        return
    if len(room.members) >= limits.MOST_MEMBERS:
        raise Refused(Reason.FULL)
    own = sum(other.user_id == member.user_id for other in room.members.values())
    if own >= limits.MOST_PAGES_OF_ONE:
        raise Refused(Reason.CROWDED)


def _wait(event: Event) -> None:
    if not event.wait(PATIENCE_SECONDS):
        raise Refused(Reason.UNAVAILABLE)
