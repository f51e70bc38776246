"""Role × event: who gets what answer from every event of the socket."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gevent
import pytest
from flask import Flask
from flask import session as cookie
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused
from sqlalchemy import delete, update

from app.blueprints.accounts.models import LoginSession, User, UserStatus
from app.blueprints.accounts.session import open_session
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.awareness import write_entries
from app.blueprints.coedit.room.outlet import NAMESPACE
from app.blueprints.coedit.sockets import Collab
from app.blueprints.coedit.text.schema import SCHEMA_VERSION
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.desks import seat, seats
from tests.coedit.house_rig import NoticeBoard, Rig, until
from tests.coedit.plans import plan_of
from tests.rights.sockets import EVENTS, JOIN_CLOSED, ROLES

CLIENTS = {role: 100 + number for number, role in enumerate((*ROLES, "watcher"))}

RIGHTS = {
    "author": "edit",
    "participant": "edit",
    "adviser": "suggest",
    "reader": "read",
    "suspended": "edit",
    "signed_out": "edit",
    "watcher": "read",
}


class Switchboard:
    """Stands for python-socketio's server: writes down instead of sending."""

    def __init__(self) -> None:
        self.board = NoticeBoard()

    def on(self, event: str, handler: object, namespace: str) -> None:
        assert namespace == "/collab"

    def emit(self, event: str, payload: dict[str, Any], **where: Any) -> None:
        if "to" in where:
            self.board.tell(where["to"], event, payload)
        else:
            self.board.broadcast(payload["doc"], event, payload, skip=where["skip_sid"])

    def enter_room(self, sid: str, room: str, namespace: str) -> None:
        self.board.enter(sid, int(room.split(":")[1]))

    def leave_room(self, sid: str, room: str, namespace: str) -> None:
        self.board.leave(sid, int(room.split(":")[1]))

    def disconnect(self, sid: str, namespace: str) -> None:
        self.board.tell(sid, "disconnect", {})


@dataclass
class Desk:
    app: Flask
    collab: Collab
    board: NoticeBoard
    document_id: int
    environs: dict[str, dict[str, Any]]

    def connect(self, role: str) -> str:
        try:
            self.collab.connect(role, self.environs[role], None)
        except ConnectionRefused as refused:
            return str(refused.error_args["message"])
        return "in"

    def join(self, role: str, **changed: Any) -> str:
        message = {
            "doc": self.document_id,
            "sv": b"\x00",
            "client_id": CLIENTS[role],
            "schema": SCHEMA_VERSION,
        }
        answer = self.collab.join(role, message | changed)
        return str(answer.get("error") or answer["role"])

    def update(self, role: str) -> str:
        said = plan_of("字", client_id=CLIENTS[role])
        self.collab.update(role, {"doc": self.document_id, "mid": 1, "data": said})
        until(lambda: bool(self._answers(role)))
        (answer,) = self._answers(role)
        return answer

    def awareness(self, role: str) -> str:
        data = write_entries([(CLIENTS[role], 1, b"{}")])
        self.collab.awareness(role, {"doc": self.document_id, "data": data})
        gevent.sleep(0.05)
        return "shown" if self.board.told("watcher", "awareness") else "dropped"

    def _answers(self, role: str) -> list[str]:
        posts = [(what, post) for to, what, post in self.board.posts if to == role and "mid" in post]
        return [str(post.get("reason", what)) for what, post in posts]

    def leave(self, role: str) -> str:
        return self._whether_gone(lambda: self.collab.leave(role, {"doc": self.document_id}))

    def disconnect(self, role: str) -> str:
        return self._whether_gone(lambda: self.collab.disconnect(role))

    def _whether_gone(self, step: Callable[[], None]) -> str:
        before = set(self.board.inside.get(self.document_id, set()))
        step()
        return "left" if before - self.board.inside.get(self.document_id, set()) else "nothing"


@pytest.fixture
def desk(own_app: Flask) -> Iterator[Desk]:
    with own_app.app_context():
        rig = Rig()
        people = {role: rig.user_id(role) for role in (*ROLES, "watcher")}
        with unit_of_work():
            for role, right in RIGHTS.items():
                seat(rig.document_id, people[role], right)
        environs = {role: environ_of(own_app, person) for role, person in people.items()}
        environs["guest"] = own_app.test_request_context("/socket.io/").request.environ
        with unit_of_work():
            db.session.get_one(User, people["suspended"]).status = UserStatus.SUSPENDED
            db.session.execute(delete(LoginSession).where(LoginSession.user_id == people["signed_out"]))
    switchboard = Switchboard()
    collab = Collab(own_app, switchboard)
    yield Desk(own_app, collab, switchboard.board, rig.document_id, environs)
    collab.stop()
    rig.store.close()


@pytest.mark.parametrize(
    ("event", "role"), [(event, role) for event, answers in EVENTS.items() for role in answers]
)
def test_who_gets_which_answer(desk: Desk, event: str, role: str) -> None:
    before = {"connect": 0, "join": 1}.get(event, 2)
    for who in ("watcher", role) if event == "awareness" else (role,):
        for step in (desk.connect, desk.join)[:before]:
            step(who)

    assert getattr(desk, event)(role) == EVENTS[event][role]


def test_every_event_stands_in_the_table(own_app: Flask) -> None:
    """A new one costs a line in tests/rights/sockets.py."""
    registered = own_app.extensions["socketio"].server.handlers

    assert {space: set(handlers) for space, handlers in registered.items()} == {NAMESPACE: set(EVENTS)}
    assert all(set(answers) == set(ROLES) for answers in EVENTS.values())


@pytest.mark.parametrize("role", JOIN_CLOSED)
def test_who_may_join_a_finalized_document(desk: Desk, role: str) -> None:
    with desk.app.app_context(), unit_of_work():
        db.session.execute(update(Document).values(closed_at=clock.now()))
    desk.connect(role)

    assert desk.join(role) == JOIN_CLOSED[role]


@pytest.mark.parametrize("role", ["author", "participant"])
def test_a_right_that_ended_without_a_signal_is_noticed_at_the_next_write(desk: Desk, role: str) -> None:
    desk.connect(role)
    desk.join(role)
    with desk.app.app_context(), unit_of_work():
        db.session.execute(seats.delete())
    room = desk.collab.house.room(desk.document_id)
    assert room is not None
    room.members[role].judged_at -= 60

    assert desk.update(role) == "not_joined"
    assert [post["reason"] for post in desk.board.told(role, "revoked")] == ["forbidden"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"schema": 99}, "schema"),
        ({"doc": 404}, "missing"),
        ({"doc": -1}, "invalid"),
        ({"doc": "1 OR 1=1"}, "invalid"),
        ({"sv": "text"}, "invalid"),
        ({"sv": b"\xff\xff\xff"}, "invalid"),
        ({"sv": bytes(300_000)}, "too_large"),
        ({"client_id": 2**60}, "invalid"),
    ],
)
def test_a_join_that_makes_no_sense_is_refused(desk: Desk, changed: dict[str, Any], code: str) -> None:
    desk.connect("author")

    assert desk.join("author", **changed) == code


def test_two_people_do_not_share_a_client_number(desk: Desk) -> None:
    for role in ("author", "participant"):
        desk.connect(role)
    desk.join("author", client_id=7)

    assert desk.join("participant", client_id=7) == "foreign"


def test_whoever_sends_too_fast_is_slowed_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UPDATES_AT_ONCE", 3)
    desk.connect("author")
    desk.join("author")

    for mid in range(5):
        desk.collab.update("author", {"doc": desk.document_id, "mid": mid, "data": b"\x00\x00"})

    assert [post["mid"] for post in desk.board.told("author", "refused")] == [3, 4]
    assert {post["reason"] for post in desk.board.told("author", "refused")} == {"too_fast"}


def test_the_answer_says_who_one_is(desk: Desk) -> None:
    desk.connect("author")

    message = {"doc": desk.document_id, "sv": b"\x00", "client_id": 7, "schema": SCHEMA_VERSION}
    answer = desk.collab.join("author", message)

    assert answer["me"]["name"] == "author"
    assert answer["me"]["color"].startswith("#")
    assert len(answer["epoch"]) == 16


def environ_of(app: Flask, user_id: int) -> dict[str, Any]:
    """A handshake with the cookie of a fresh sign-in."""
    with app.test_request_context():
        with unit_of_work():
            open_session(db.session.get_one(User, user_id))
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        value = serializer.dumps(dict(cookie))
    headers = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={value}"}
    return app.test_request_context("/socket.io/", headers=headers).request.environ
