"""Whoever has no right any more, or never had it: each way in, each way to write, nothing stored or shown."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import gevent
import pytest
from flask import Flask
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused
from sqlalchemy import delete, func, select, update

from app.blueprints.accounts.models import LoginSession, User, UserStatus
from app.blueprints.coedit.models import DocumentUpdate
from app.blueprints.coedit.sockets import Collab
from app.blueprints.coedit.text.schema import SCHEMA_VERSION
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.desks import seat, seats
from tests.coedit.house_rig import Rig, until
from tests.coedit.plans import plan_of
from tests.coedit.test_policy import Switchboard, environ_of

EVE = 4242


class Scene:
    """Eve, who may write in a document, somebody who watches it, and a document that is none of hers."""

    def __init__(self, app: Flask, rig: Rig) -> None:
        self.app, self.document, self.other = app, rig.document_id, Rig.beside(rig).document_id
        self.unopened = Rig.beside(rig).document_id
        self.eve, watcher = rig.user_id("eve"), rig.user_id("watcher")
        with unit_of_work():
            for document in (self.document, self.unopened):
                seat(document, self.eve, "edit")
            for document in (self.document, self.other):
                seat(document, watcher, "read")
        self.environ = environ_of(app, self.eve)
        switchboard = Switchboard()
        self.collab, self.board = Collab(app, switchboard), switchboard.board
        self.collab.connect("watcher", environ_of(app, watcher))
        for document in (self.document, self.other):
            assert "error" not in self.join("watcher", document, client=7)
        self.rows = self.count()

    def connect(self, sid: str) -> str:
        try:
            self.collab.connect(sid, self.environ)
        except ConnectionRefused as refused:
            return str(refused.error_args["message"])
        return "in"

    def join(self, sid: str, document: int, *, client: int = EVE) -> dict[str, Any]:
        message = {"doc": document, "sv": b"\x00", "client_id": client, "schema": SCHEMA_VERSION}
        return self.collab.join(sid, message)

    def send(self, sid: str, document: int, mid: int, words: str = "偷") -> str:
        """What comes back."""
        data = plan_of(words, client_id=EVE)
        self.collab.update(sid, {"doc": document, "mid": mid, "data": data})
        until(lambda: any(post.get("mid") == mid for to, _what, post in self.board.posts if to == sid))
        posts = self.board.posts
        [(what, post)] = [(what, post) for to, what, post in posts if to == sid and post.get("mid") == mid]
        return str(post.get("reason", what))

    def count(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(DocumentUpdate)) or 0

    def revoked(self, sid: str) -> list[str]:
        return [str(post["reason"]) for post in self.board.told(sid, "revoked")]

    def change(self, work: Callable[[], object]) -> None:
        with self.app.app_context(), unit_of_work():
            work()

    def nothing_happened(self) -> bool:
        """No row, and nobody was shown anything."""
        gevent.sleep(0.05)
        return self.count() == self.rows and not self.board.told("watcher", "update")


@pytest.fixture
def scene(own_app: Flask) -> Iterator[Scene]:
    with own_app.app_context():
        rig = Rig()
        scene = Scene(own_app, rig)
    yield scene
    scene.collab.stop()
    rig.store.close()


def suspend(scene: Scene) -> None:
    scene.change(lambda: setattr(db.session.get_one(User, scene.eve), "status", UserStatus.SUSPENDED))
    scene.collab.judge_again({"user_id": scene.eve})


def remove(scene: Scene) -> None:
    scene.change(lambda: db.session.execute(delete(seats).where(seats.c.user_id == scene.eve)))
    scene.collab.judge_again({"user_id": scene.eve})


def expire(scene: Scene) -> None:
    """As time does it: nobody gives a signal. The next round finds out."""
    past = clock.now() - timedelta(seconds=1)
    mine = update(LoginSession).where(LoginSession.user_id == scene.eve)
    scene.change(lambda: db.session.execute(mine.values(expires_at=past)))
    for room in scene.collab.house.rooms_of("eve"):
        room.members["eve"].judged_at -= 60


def demote(scene: Scene) -> None:
    mine = update(seats).where(seats.c.user_id == scene.eve)
    scene.change(lambda: db.session.execute(mine.values(role="read")))
    scene.collab.judge_again({"user_id": scene.eve})


End = Callable[[Scene], None]
ENDS: dict[End, dict[str, Any]] = {
    suspend: {"connect": "signed_out", "join": "signed_out", "write": "not_joined", "told": ["signed_out"]},
    expire: {"connect": "signed_out", "join": "signed_out", "write": "not_joined", "told": ["signed_out"]},
    remove: {"connect": "in", "join": "missing", "write": "not_joined", "told": ["forbidden"]},
    demote: {"connect": "in", "join": "read", "write": "not_joined", "told": ["changed"]},
}
every_end = pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)


@every_end
def test_who_comes_afterwards(scene: Scene, end: End) -> None:
    end(scene)

    assert scene.connect("eve") == ENDS[end]["connect"]
    answer = scene.join("eve", scene.document)
    assert answer.get("error", answer.get("role")) == ENDS[end]["join"]
    assert scene.send("eve", scene.document, 1) == ("read_only" if end is demote else "not_joined")
    assert scene.nothing_happened()


@every_end
@pytest.mark.parametrize("words", ["偷", "整篇" * 2000], ids=["a single update", "a whole state"])
def test_who_is_inside_already(scene: Scene, end: End, words: str) -> None:
    """A whole state is what a page sends in answer to the state vector of its join."""
    scene.connect("eve")
    assert scene.join("eve", scene.document)["role"] == "edit"

    end(scene)

    assert scene.send("eve", scene.document, 1, words) == ENDS[end]["write"]
    assert scene.revoked("eve") == ENDS[end]["told"]
    assert scene.nothing_happened()


@every_end
@pytest.mark.parametrize("words", ["偷", "整篇" * 2000], ids=["a single update", "a whole state"])
def test_who_joins_again(scene: Scene, end: End, words: str) -> None:
    scene.connect("eve")
    scene.join("eve", scene.document)
    end(scene)

    answer = scene.join("eve", scene.document)

    assert answer.get("error", answer.get("role")) == ENDS[end]["join"]
    assert scene.send("eve", scene.document, 1, words) in {"read_only", "not_joined"}
    assert scene.nothing_happened()


@pytest.mark.parametrize("words", ["偷", "整篇" * 2000], ids=["a single update", "a whole state"])
def test_a_forged_number_of_another_document(scene: Scene, words: str) -> None:
    scene.connect("eve")
    scene.join("eve", scene.document)

    assert scene.send("eve", scene.other, 1, words) == "not_joined"
    assert scene.join("eve", scene.other)["error"] == "missing"
    assert scene.send("eve", scene.other, 2, words) == "not_joined"
    assert scene.nothing_happened()
    assert scene.send("eve", scene.document, 3) == "ack"  # where she may


def test_a_session_that_runs_out_ends_the_open_page_then(scene: Scene) -> None:
    """Not up to half a minute later, when it would be its turn."""
    mine = update(LoginSession).where(LoginSession.user_id == scene.eve)
    soon = clock.now() + timedelta(seconds=3)  # time enough to come in
    scene.change(lambda: db.session.execute(mine.values(expires_at=soon)))
    assert scene.connect("eve") == "in"
    assert scene.join("eve", scene.document)["role"] == "edit"

    with gevent.Timeout(20):
        until(lambda: "disconnect" in scene.board.events("eve"))

    assert scene.revoked("eve") == ["signed_out"]
    assert scene.send("eve", scene.document, 1) == "not_joined"
    assert scene.nothing_happened()


def test_a_page_that_goes_while_it_joins_is_not_left_inside(scene: Scene) -> None:
    scene.connect("eve")
    joining = gevent.spawn(scene.join, "eve", scene.unopened)

    until(lambda: scene.collab.house.room(scene.unopened) is not None)
    scene.collab.disconnect("eve")
    joining.join()

    room = scene.collab.house.room(scene.unopened)
    assert room is None or "eve" not in room.members


def test_a_session_that_was_prolonged_meanwhile_goes_on(scene: Scene) -> None:
    mine = update(LoginSession).where(LoginSession.user_id == scene.eve)
    soon, later = clock.now() + timedelta(seconds=1), clock.now() + timedelta(days=1)
    scene.change(lambda: db.session.execute(mine.values(expires_at=soon)))
    scene.connect("eve")
    scene.join("eve", scene.document)
    scene.change(lambda: db.session.execute(mine.values(expires_at=later)))

    until(lambda: clock.now() > soon + timedelta(seconds=0.5))

    assert scene.send("eve", scene.document, 1) == "ack"
    assert scene.revoked("eve") == []
