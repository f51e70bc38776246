"""A room: the people in one document, its replica, and what waits to be stored.

No Flask here, and no database: pump.py stores and sends, house.py opens and closes.
Order is everything: check → take into the replica → commit → emit → acknowledge. The replica runs
ahead of the database only between `take` and `settle`; whoever joins waits for that moment.
"""

import enum
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from gevent.event import Event
from pycrdt import merge_updates

from app.blueprints.accounts.colours import free_colour
from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.awareness import Carets
from app.blueprints.coedit.room.log import Batch, Row
from app.blueprints.coedit.room.members import Inbox, Member, Role, Waiting
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.replica import Replica, Spoiled
from app.blueprints.coedit.room.suggest_only import make_sure_it_only_suggests
from app.blueprints.coedit.text.pending import client_of

SHORTEST_RETRY = 0.5
NOTHING = b"\0\0"  # the update that says nothing
COMPACT_ROWS = 500
COMPACT_BYTES = 256 * 1024


class RoomState(enum.Enum):
    LOADING = "loading"
    READY = "ready"
    STALLED = "stalled"  # the database refuses: no replica, nobody writes, the pump tries again
    CLOSING = "closing"


class Outlet(Protocol):
    """Where answers go. None of it waits."""

    def tell(self, sid: str, event: str, payload: Mapping[str, Any]) -> None: ...
    def broadcast(
        self, document_id: int, event: str, payload: Mapping[str, Any], *, skip: str | None = None
    ) -> None: ...
    def enter(self, sid: str, document_id: int) -> None: ...
    def leave(self, sid: str, document_id: int) -> None: ...
    def disconnect(self, sid: str) -> None: ...


@dataclass
class Flush:
    """What is stored and sent together."""

    room: "Room"
    taken: list[Waiting] = field(default_factory=list)  # new content, in order
    acks: dict[str, int] = field(default_factory=dict)  # sid → everything up to this mid is stored
    refusals: list[tuple[Waiting, Reason]] = field(default_factory=list)
    claims: dict[int, int] = field(default_factory=dict)
    spoiled: bool = False  # the replica broke under the last item refused: nothing here may be stored

    def batch(self) -> Batch:
        """One row per author: attribution rests on it."""
        by_author: dict[int, list[Waiting]] = {}
        for item in self.taken:
            by_author.setdefault(item.member.user_id, []).append(item)
        rows = [
            Row(author, items[-1].member.client_id, _merged(items)) for author, items in by_author.items()
        ]
        return Batch(self.room.document_id, rows, self.claims)

    def union(self) -> bytes:
        return _merged(self.taken)

    def only_writer(self) -> str | None:
        """The page that need not hear its own words."""
        sids = {item.member.sid for item in self.taken}
        return sids.pop() if len(sids) == 1 else None


def _caretaker(author: int) -> Member:
    """Who writes for the room itself. Nobody has joined under this name."""
    return Member("caretaker", author, 0, Role.EDIT)


def _merged(items: list[Waiting]) -> bytes:
    return union([item.data for item in items])


def union(updates: Sequence[bytes]) -> bytes:
    """One update that says what all of them say."""
    return merge_updates(*updates) if len(updates) > 1 else updates[0]


class Room:
    def __init__(self, document_id: int) -> None:
        self.document_id = document_id
        self.state = RoomState.LOADING
        self.members: dict[str, Member] = {}
        self.waiting = Inbox()
        self.carets = Carets()
        self.opened, self.settled, self.gone = Event(), Event(), Event()
        self.settled.set()
        self.epoch, self.schema_version, self.seq = "", 0, 0
        self.uncompacted_rows = self.uncompacted_bytes = 0
        self.next_flush = self.next_carets = self.close_at = 0.0
        self.retry_delay = SHORTEST_RETRY
        self.closed = False  # the document is finalized: readers only
        self._replica: Replica | None = None
        self._owners: dict[int, int] = {}
        self._ahead: list[tuple[int, int]] = []  # rows known beyond a gap: (first, last)

    @property
    def lags(self) -> bool:
        """Whether other nodes stored rows that this room has not heard."""
        return bool(self._ahead)

    @property
    def replica(self) -> Replica:
        if self._replica is None:
            raise Refused(Reason.UNAVAILABLE)
        return self._replica

    def fill(self, replica: Replica, owners: Mapping[int, int], *, seq: int) -> None:
        """Loaded: from here on people may join and write."""
        self._replica, self._owners, self.seq = replica, dict(owners), seq
        self._ahead = []
        self.state = RoomState.READY
        self.settled.set()
        self.opened.set()

    def offer(self, member: Member, mid: int, update: bytes, without: Collection[str] = ()) -> None:
        """Put an update up for the next flush. The one place where readers are refused."""
        if member.role is Role.READ:
            raise Refused(Reason.READ_ONLY)
        if self.state is not RoomState.READY:
            raise Refused(Reason.NOT_SAVED)
        if len(update) > limits.MOST_UPDATE_BYTES:
            raise Refused(Reason.TOO_LARGE)
        self.waiting.offer(Waiting(member, mid, update, frozenset(without)))

    def take(self) -> Flush:
        """Move what waits into the replica, refusing item by item, for a short while. Raises Broken."""
        flush = Flush(self)
        ends = time.monotonic() + limits.TAKE_SECONDS
        while self.waiting and not ((flush.acks or flush.refusals) and time.monotonic() > ends):
            item = self.waiting.pop()
            try:
                self._take_one(item, flush)
            except Refused as refusal:
                item.member.refused_at = min(item.member.refused_at, item.mid)
                flush.refusals.append((item, refusal.reason))
            except Spoiled:
                flush.refusals.append((item, Reason.INVALID))
                flush.spoiled = True
                return flush
        if self.replica.doubts_sections:
            self._amend(flush)
        if flush.taken:
            self.replica.verify()
            self.settled.clear()
        return flush

    def _take_one(self, item: Waiting, flush: Flush) -> None:
        shape = self.replica.shape_of(item.data)
        if not self.replica.has_room_for(item.data, shape):
            raise Refused(Reason.DOCUMENT_FULL)
        author = item.member.user_id
        claims: dict[int, int] = {}
        for run in shape.runs:
            if run.end <= self.replica.clocks.get(run.client, 0):
                continue  # said before, whoever repeats it
            if self._owner(run.client, flush, author) != author:
                raise Refused(Reason.FOREIGN)
            if run.client not in self._owners:
                claims[run.client] = author
        if item.member.role is Role.SUGGEST:
            self._judge(item, flush)
        self.replica.look_after_sections(shape, item.without)
        if self.replica.take(item.data, shape):
            flush.taken.append(item)
            flush.claims.update(claims)
        if item.mid < item.member.refused_at:  # it says that all before it are stored as well
            flush.acks[item.member.sid] = item.mid

    def _amend(self, flush: Flush) -> None:
        """Sections that were lost or doubled: the room writes too, in the name of whoever wrote last."""
        update = self.replica.amends()
        writers = [item.member for item in flush.taken] or list(self.members.values())
        if update is None or not writers:
            return
        author = writers[-1].user_id
        shape = self.replica.shape_of(update)
        if self.replica.take(update, shape):
            flush.taken.append(Waiting(_caretaker(author), 0, update))
            flush.claims.update({run.client: author for run in shape.runs})

    def _judge(self, item: Waiting, flush: Flush) -> None:
        author = item.member.user_id

        def mine(key: str) -> bool:
            client = client_of(key)
            return client is not None and self._owner(client, flush, author) == author

        make_sure_it_only_suggests(self.replica.state(), item.data, mine)

    def _owner(self, client_id: int, flush: Flush, author: int) -> int:
        """Whose client number this is: who wrote with it first, else the page that has it now."""
        known = self._owners.get(client_id) or flush.claims.get(client_id)
        if known is not None:
            return known
        pages = {m.user_id for m in self.members.values() if m.client_id == client_id}
        return author if not pages or author in pages else pages.pop()

    def settle(self, batch: Batch, head: int) -> None:
        """The database has it: the replica says no more than what is stored."""
        self.reach(head - len(batch.rows) + 1, head, batch.claims)
        self.uncompacted_rows += len(batch.rows)
        self.uncompacted_bytes += sum(len(row.data) for row in batch.rows)
        self.settled.set()

    def hear(self, update: bytes) -> bool:
        """Take in what another node stored; whether it is new here. Raises Refused or Broken.

        Two nodes may together have lost or doubled a section: then a flush is due here.
        """
        shape = self.replica.shape_of(update)
        if self.members:
            self.replica.look_after_sections(shape)
        new = self.replica.take(update, shape)
        if self.replica.doubts_sections and not self.waiting:
            self.waiting.offer(Waiting(_caretaker(next(iter(self.members.values())).user_id), 0, NOTHING))
        return new

    def reach(self, first: int, last: int, owners: Mapping[int, int]) -> None:
        """The rows from `first` to `last` are in the replica. `seq` stays in front of the first gap."""
        self._owners.update(owners)
        self._ahead = sorted([*self._ahead, (first, last)])
        while self._ahead and self._ahead[0][0] <= self.seq + 1:
            self.seq = max(self.seq, self._ahead.pop(0)[1])

    def wants_snapshot(self) -> bool:
        return self.uncompacted_rows >= COMPACT_ROWS or self.uncompacted_bytes >= COMPACT_BYTES

    def stall(self) -> None:
        """Not stored: forget the replica and whatever waits. The pages have it all and send it again."""
        self.state = RoomState.STALLED
        self._replica = None
        self.waiting.clear()
        self.settled.set()

    def colour_for(self, user_id: int, own: str) -> str:
        """As all pages of this room see a person: no two people alike, one person's pages all alike."""
        worn = self.carets.colours_of_neighbours()
        worn |= {m.user_id: str(m.person["color"]) for m in self.members.values() if "color" in m.person}
        return worn[user_id] if user_id in worn else free_colour(own, worn.values())

    def may_use(self, client_id: int, user_id: int) -> bool:
        """Whether a page of this person may write under this client number."""
        return self._owner(client_id, Flush(self), user_id) == user_id
