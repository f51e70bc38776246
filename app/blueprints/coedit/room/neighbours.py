"""Rooms of one document on several nodes: each hears what the others stored, and where their carets stand.

What is heard is in the database already, so nothing here can lose an edit: a node that misses a message
finds the gap in the numbers of the log, or at the next look around, and reads the log.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import gevent
import structlog

from app.blueprints.coedit.room.bulletin import Asking, CaretNews, Garbled, Stored, pack, unpack
from app.blueprints.coedit.room.log import Tail
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.replica import Broken
from app.blueprints.coedit.room.rooms import Outlet, Room, RoomState, union
from app.blueprints.coedit.room.store import NotStored, Store
from app.ports.relay import Relay

log = structlog.get_logger(__name__)

GRACE_SECONDS = 0.25  # messages of two nodes overtake each other: the missing one is on its way
LOOK_EVERY = 5.0  # a node that died between commit and message is heard of at the latest then
CARETS_SILENT_AFTER = 40.0  # pages renew their entry every 15 s; browsers forget silent ones after 30 s


class Neighbours:
    """Keeps this node's rooms in step with the other nodes'."""

    def __init__(
        self,
        relay: Relay,
        store: Store,
        outlet: Outlet,
        rooms: Mapping[int, Room],
        *,
        on_closed: Callable[[Room], None],
        on_broken: Callable[[Room], None],
        on_doubt: Callable[[Room], None],
    ) -> None:
        self._relay, self._store, self._outlet, self._rooms = relay, store, outlet, rooms
        self._on_closed, self._on_broken, self._on_doubt = on_closed, on_broken, on_doubt
        self._looking: set[int] = set()

    def follow(self, room: Room) -> None:
        number = room.document_id
        self._relay.follow(_channel(number), partial(self._hear, number), partial(self._catch_up, room))

    def drop(self, room: Room) -> None:
        self._relay.drop(_channel(room.document_id))

    def tell(self, room: Room, news: Stored | CaretNews) -> None:
        self._relay.send(_channel(room.document_id), pack(news))

    def patrol(self) -> None:
        while True:
            gevent.sleep(LOOK_EVERY)
            try:
                self.look_around()
            except Exception:  # the one who looks: without it a lost message is never heard of
                log.exception("did not look around")

    def look_around(self) -> None:
        """Ask the database how far the open documents are, in one question."""
        try:
            heads = self._store.heads([number for number, room in self._rooms.items() if _is_ready(room)])
        except NotStored:
            return  # next time
        for number, head in heads.items():
            room = self._rooms.get(number)
            if room is None:
                continue
            if head.closed and not room.closed:
                self._on_closed(room)
            elif head.seq > room.seq:
                self.look(number)
        self._forget_silent_carets()

    def look_later(self, room: Room) -> None:
        """Rows of somebody else lie between ours."""
        gevent.spawn_later(GRACE_SECONDS, self._look_if_behind, room)

    def look(self, document_id: int) -> None:
        """Read what the log has beyond what this room knows."""
        room = self._rooms.get(document_id)
        if room is None or not _is_ready(room) or document_id in self._looking:
            return
        self._looking.add(document_id)
        try:
            tail = self._store.tail(document_id, room.seq)
        except NotStored:
            return  # next time
        finally:
            self._looking.discard(document_id)
        if tail is not None and self._rooms.get(document_id) is room:
            self._take_tail(room, tail)

    def _catch_up(self, room: Room) -> None:
        self._relay.send(_channel(room.document_id), pack(Asking()))
        self.look(room.document_id)

    def _look_if_behind(self, room: Room) -> None:
        if room.lags:
            self.look(room.document_id)

    def _hear(self, document_id: int, message: bytes) -> None:
        room = self._rooms.get(document_id)
        if room is None or not _is_ready(room):
            return  # it is read afresh
        try:
            news = unpack(message)
        except Garbled:
            log.warning("a message between nodes was garbled", document=document_id)
            return
        if isinstance(news, Stored):
            self._hear_stored(room, news)
        elif isinstance(news, CaretNews):
            self._hear_carets(room, news)
        elif (carets := room.carets.everybody_here()) is not None:
            self.tell(room, CaretNews(carets))

    def _hear_stored(self, room: Room, news: Stored) -> None:
        if news.last <= room.seq:
            return
        if news.data is None:
            gevent.spawn(self.look, room.document_id)
            return
        try:
            self._take(room, [news.data])
            room.reach(news.first, news.last, news.claims)
        except Refused as refusal:
            if refusal.reason is not Reason.GAP:
                self._on_broken(room)
            gevent.spawn(self.look, room.document_id)  # it builds on what was not heard
        except Broken:
            self._on_broken(room)
        if room.lags:
            self.look_later(room)

    def _take_tail(self, room: Room, tail: Tail) -> None:
        if not _is_ready(room) or tail.last <= room.seq:
            return
        try:
            self._take(room, tail.updates)
            room.reach(tail.first, tail.last, tail.owners)
        except (Refused, Broken):
            log.error("the log does not fit the replica", document=room.document_id)  # noqa: TRY400 - no trace needed
            self._on_broken(room)

    def _take(self, room: Room, updates: Sequence[bytes]) -> None:
        """Into the replica, and on to the pages: also what came before one that does not fit."""
        news: list[bytes] = []
        try:
            news += (update for update in updates if room.hear(update))
        finally:
            if news:
                self._tell_pages(room, "update", union(news))
            if room.waiting:
                self._on_doubt(room)

    def _tell_pages(self, room: Room, event: str, message: bytes) -> None:
        self._outlet.broadcast(room.document_id, event, {"doc": room.document_id, "data": message})

    def _hear_carets(self, room: Room, news: CaretNews) -> None:
        pages = {member.client_id for member in room.members.values()}
        heard = room.carets.hear_neighbours(news.data, without=pages)
        if heard is not None:
            self._tell_pages(room, "awareness", heard)

    def _forget_silent_carets(self) -> None:
        before = time.monotonic() - CARETS_SILENT_AFTER
        for room in self._rooms.values():
            gone = room.carets.forget_neighbours(before)
            if gone is not None:
                self._tell_pages(room, "awareness", gone)


def _is_ready(room: Room) -> bool:
    return room.state is RoomState.READY


def _channel(document_id: int) -> str:
    return f"document:{document_id}"
