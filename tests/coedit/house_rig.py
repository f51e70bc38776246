"""A house on a real database, without sockets: what would be sent is written down."""

from collections.abc import Callable, Mapping
from typing import Any

import gevent
from pycrdt import Doc, XmlText
from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.room.house import House
from app.blueprints.coedit.room.members import Member, Role
from app.blueprints.coedit.room.pump import Pump
from app.blueprints.coedit.room.rooms import Room
from app.blueprints.coedit.room.store import Store
from app.core.db import db
from app.core.uow import unit_of_work
from app.ports.relay import Relay
from tests.coedit.desks import HOST
from tests.coedit.plans import plan_of, words_in, words_of


class NoticeBoard:
    """An Outlet that remembers, in order, who was told what."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str, dict[str, Any]]] = []  # (to, event, payload)
        self.inside: dict[int, set[str]] = {}

    def tell(self, sid: str, event: str, payload: Mapping[str, Any]) -> None:
        self.posts.append((sid, event, dict(payload)))

    def broadcast(
        self, document_id: int, event: str, payload: Mapping[str, Any], *, skip: str | None = None
    ) -> None:
        for sid in sorted(self.inside.get(document_id, set()) - {skip}):
            self.posts.append((sid, event, dict(payload)))

    def enter(self, sid: str, document_id: int) -> None:
        self.inside.setdefault(document_id, set()).add(sid)

    def leave(self, sid: str, document_id: int) -> None:
        self.inside[document_id].discard(sid)

    def disconnect(self, sid: str) -> None:
        self.posts.append((sid, "disconnect", {}))

    def told(self, sid: str, event: str) -> list[dict[str, Any]]:
        return [payload for to, what, payload in self.posts if to == sid and what == event]

    def events(self, sid: str) -> list[str]:
        return [what for to, what, _payload in self.posts if to == sid]


class Writer:
    """A page with a Yjs document of its own, joined to the house."""

    def __init__(self, rig: "Rig", name: str, *, role: Role = Role.EDIT, user_id: int | None = None) -> None:
        self.rig, self.sid = rig, name
        self.doc: Doc[Any] = Doc()
        self.user_id = user_id or rig.user_id(name)
        self.member = Member(name, self.user_id, self.doc.client_id, role)
        self.mid = 0
        self.made: list[bytes] = []
        self._heard = 0
        self.join()
        self.doc.observe(lambda event: self.made.append(event.update))

    @classmethod
    def over_to(cls, rig: "Rig", page: "Writer") -> "Writer":
        """The same page, connected to another node."""
        moved = cls.__new__(cls)
        moved.__dict__ |= page.__dict__
        moved.rig, moved.sid, moved._heard = rig, f"{page.sid} again", 0
        moved.member = Member(moved.sid, page.user_id, page.doc.client_id, page.member.role)
        moved.join()
        return moved

    @property
    def text(self) -> XmlText:
        return words_in(self.doc)

    def join(self) -> None:
        room, lacks = self.rig.house.join(self.rig.document_id, self.member, self.doc.get_state())
        self.doc.apply_update(lacks)
        self.made.clear()
        self.vector = room.replica.state_vector()

    def type(self, words: str) -> int:
        """Write at the beginning and send it. Returns the message's number."""
        return self.send(self.write(words))

    def write(self, words: str) -> bytes:
        self.made.clear()
        self.text.insert(0, words)
        return self.made[-1]

    def edit(self, change: Callable[[], object]) -> bytes | None:
        """Whatever `change` does to the document, as one update; None if it did nothing."""
        before = self.doc.get_state()
        self.made.clear()
        change()
        return self.doc.get_update(before) if self.made else None

    def send(self, update: bytes) -> int:
        self.mid += 1
        room = self.rig.room
        room.offer(self.member, self.mid, update)
        self.rig.house.pump.add(room)
        return self.mid

    def hear(self) -> None:
        """Take in what the room has sent since the last time."""
        posts = self.rig.board.told(self.sid, "update")
        for post in posts[self._heard :]:
            self.doc.apply_update(post["data"])
        self._heard = len(posts)
        self.made.clear()

    def acked(self) -> int:
        return max((post["mid"] for post in self.rig.board.told(self.sid, "ack")), default=0)

    def refusals(self) -> list[str]:
        return [str(post["reason"]) for post in self.rig.board.told(self.sid, "refused")]


class Rig:
    """One document, its house, and the people in it."""

    def __init__(
        self, *, busy_milliseconds: int = 100, pump: type[Pump] = Pump, relay: Relay | None = None
    ) -> None:
        self._people: dict[str, int] = {}
        self.document_id = self._found()
        self._build(busy_milliseconds, pump, relay)

    def _build(self, busy_milliseconds: int, pump: type[Pump], relay: Relay | None) -> None:
        self.board = NoticeBoard()
        self.store = Store(db.engine, db.write_gate, busy_milliseconds=busy_milliseconds)
        self.house = House(self.store, self.board, linger=0.0, pump=pump, relay=relay)

    @classmethod
    def on_another_node(cls, other: "Rig", relay: Relay) -> "Rig":
        """The same document in a house of its own."""
        rig = cls.__new__(cls)
        rig.__dict__ |= other.__dict__
        rig._build(5000, Pump, relay)
        return rig

    @classmethod
    def beside(cls, other: "Rig") -> "Rig":
        """Another document in the same house."""
        rig = cls.__new__(cls)
        rig.__dict__ |= other.__dict__
        rig.document_id = rig._found()
        return rig

    def _found(self) -> int:
        author = self.user_id("周若溪")
        with unit_of_work():
            person = db.session.get_one(User, author)
            document = service.create_document(HOST, "试一试", state=plan_of("·"), author=person)
        return document.id

    def user_id(self, name: str) -> int:
        if name not in self._people:
            with unit_of_work():
                person = User(name=name, account_name=name)
                db.session.add(person)
                db.session.flush()
                self._people[name] = person.id
        return self._people[name]

    @property
    def room(self) -> Room:
        room = self.house.room(self.document_id)
        assert room is not None
        return room

    def flush(self) -> None:
        """Let the pump do what is due until nothing waits."""
        while (pause := self.house.pump.turn()) is not None:
            gevent.sleep(pause)

    def stored_text(self) -> str:
        db.session.rollback()  # see what was committed meanwhile
        return words_of(service.load_state(self.document_id))

    def rows(self) -> list[tuple[int, int]]:
        """(seq, author) of the whole log."""
        db.session.rollback()
        log = select(DocumentUpdate.seq, DocumentUpdate.author_id).order_by(DocumentUpdate.seq)
        return [(seq, author) for seq, author in db.session.execute(log)]

    def document(self) -> Document:
        db.session.rollback()
        return db.session.get_one(Document, self.document_id)

    def close(self) -> None:
        db.session.rollback()
        self.store.close()


def until(condition: Callable[[], bool]) -> None:
    """Let other greenlets work until `condition` holds."""
    with gevent.Timeout(20):
        while not condition():
            gevent.sleep(0.01)
