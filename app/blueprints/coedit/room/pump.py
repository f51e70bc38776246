"""The one flusher: stores what the rooms took in, then sends it, then acknowledges it.

Rooms that are due share one commit. A quiet room is flushed at once; a full one batches by itself,
because its next flush comes no sooner than PACE times what sending the last one cost.
"""

import time
from collections.abc import Callable

import gevent
import structlog
from gevent.event import Event

from app.blueprints.coedit.room.bulletin import Stored
from app.blueprints.coedit.room.log import Batch
from app.blueprints.coedit.room.refusals import Reason
from app.blueprints.coedit.room.replica import Broken
from app.blueprints.coedit.room.rooms import SHORTEST_RETRY, Flush, Outlet, Room, RoomState
from app.blueprints.coedit.room.store import NotStored, Store, Unfit

log = structlog.get_logger(__name__)

PACE = 8.0
LONGEST_PAUSE = 0.03
CARET_PAUSE = 0.1


class Pump:
    """One greenlet for all rooms. `turn()` does what is due once."""

    def __init__(
        self,
        store: Store,
        outlet: Outlet,
        *,
        on_stored: Callable[[Room, Stored], None] = lambda room, stored: None,
        on_lost: Callable[[Room], None] = lambda room: None,
        on_closed: Callable[[Room], None] = lambda room: None,
        on_carets: Callable[[Room, bytes], None] = lambda room, news: None,
    ) -> None:
        self._store, self._outlet = store, outlet
        self._on_stored, self._on_lost, self._on_closed = on_stored, on_lost, on_closed
        self._on_carets = on_carets
        self._rooms: dict[Room, None] = {}
        self._wake = Event()

    def add(self, room: Room) -> None:
        """The room has something to store or to say."""
        self._rooms[room] = None
        self._wake.set()

    def run(self) -> None:
        while True:
            gevent.sleep(0)  # whatever socket can be read now is read first, joiners answer first
            self._wake.clear()
            try:
                pause = self.turn()
            except Exception:  # the one flusher of all rooms: without it nobody's words are stored
                log.exception("a flush failed")
                pause = self._give_up()
            self._wake.wait(pause)

    def turn(self) -> float | None:
        """Flush the rooms that are due. Returns the seconds until the next one is; None: nothing waits."""
        now = time.monotonic()
        flushes = [flush for room in list(self._rooms) if (flush := self._try(room, now))]
        if flushes:
            self._commit([(flush, flush.batch()) for flush in flushes])
        now, pauses = time.monotonic(), []
        for room in list(self._rooms):
            due = _next_due(room)
            if due is None:
                del self._rooms[room]
            else:
                pauses.append(max(due - now, 0.0))
        return min(pauses, default=None)

    def _try(self, room: Room, now: float) -> Flush | None:
        """One room's error is that room's alone."""
        try:
            return self._visit(room, now)
        except Exception:  # the others go on; this one is read anew from what is stored
            log.exception("a room failed", document=room.document_id)
            self._stall(room)
            return None

    def _visit(self, room: Room, now: float) -> Flush | None:
        if room.state is not RoomState.READY:
            return None
        if room.carets and room.next_carets <= now:
            room.next_carets = now + CARET_PAUSE
            self._send_carets(room)
        if not room.waiting or room.next_flush > now:
            return None
        return self._take(room)

    def _take(self, room: Room) -> Flush | None:
        try:
            flush = room.take()
        except Broken:
            log.error("replica and log differ", document=room.document_id)  # noqa: TRY400 - no trace needed
            self._stall(room)
            return None
        self._refuse(flush)
        if flush.spoiled:
            log.error("an update broke the replica", document=room.document_id)
            self._stall(room)
            return None
        if flush.taken:
            return flush
        self._acknowledge(flush)  # repeats only: stored long ago
        return None

    def _commit(self, work: list[tuple[Flush, Batch]]) -> None:
        try:
            heads = self._store.commit([batch for _flush, batch in work])
        except NotStored as error:
            if isinstance(error, Unfit) and len(work) > 1:
                for alone in work:
                    self._commit([alone])
                return
            for flush, _batch in work:
                self._stall(flush.room)
            return
        for flush, batch in work:
            head = heads[batch.document_id]
            if head is None:
                self._on_closed(flush.room)
            else:
                self._deliver(flush, batch, head)

    def _deliver(self, flush: Flush, batch: Batch, head: int) -> None:
        """It is stored: now others may see it, and its writers may be told."""
        room, started = flush.room, time.monotonic()
        room.settle(batch, head)
        union = flush.union()
        payload = {"doc": room.document_id, "data": union}
        self._outlet.broadcast(room.document_id, "update", payload, skip=flush.only_writer())
        self._acknowledge(flush)
        ended = time.monotonic()
        room.next_flush = ended + min(PACE * (ended - started), LONGEST_PAUSE)
        room.retry_delay = SHORTEST_RETRY
        self._on_stored(room, Stored(head - len(batch.rows) + 1, head, union, batch.claims))

    def _acknowledge(self, flush: Flush) -> None:
        for sid, mid in flush.acks.items():
            self._outlet.tell(sid, "ack", {"doc": flush.room.document_id, "mid": mid})

    def _refuse(self, flush: Flush) -> None:
        document_id = flush.room.document_id
        for item, reason in flush.refusals:
            answer = {"doc": document_id, "mid": item.mid, "reason": reason}
            self._outlet.tell(item.member.sid, "refused", answer)
        faults = [item.member for item, reason in flush.refusals if reason in {Reason.INVALID, Reason.GAP}]
        for sid in {member.sid for member in faults if not member.faults.take()}:
            self._outlet.disconnect(sid)
        for sid in {item.member.sid for item, reason in flush.refusals if reason is Reason.GAP}:
            self._outlet.tell(sid, "resync", {"doc": document_id})

    def _stall(self, room: Room) -> None:
        """Nothing of it is sent or acknowledged; say so, and try again in a while."""
        room.stall()
        payload = {"doc": room.document_id, "reason": Reason.NOT_SAVED}
        self._outlet.broadcast(room.document_id, "not_saved", payload)
        self._on_lost(room)

    def _give_up(self) -> float:
        """After an error nobody thought of: no replica can be trusted to be what is stored."""
        for room in list(self._rooms):
            self._stall(room)
        self._rooms.clear()
        return 1.0

    def _send_carets(self, room: Room) -> None:
        news = room.carets.news()
        if news is not None:
            self._outlet.broadcast(room.document_id, "awareness", {"doc": room.document_id, "data": news})
            self._on_carets(room, news)


def _next_due(room: Room) -> float | None:
    if room.state is not RoomState.READY:
        return None
    due = [room.next_flush] if room.waiting else []
    return min(due + ([room.next_carets] if room.carets else []), default=None)
