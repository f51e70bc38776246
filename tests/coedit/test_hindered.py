"""A disk without room, a database that cannot even begin: said aloud, and over when it is over.

On SQLite whatever the suite runs on: a server of PostgreSQL has no disk that these tests could fill.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from app.blueprints.coedit.room import house
from app.blueprints.coedit.room.replica import Broken
from app.blueprints.coedit.room.rooms import RoomState
from app.blueprints.coedit.room.store import NotStored
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.house_rig import Rig, Writer, until
from tests.hindrances import database_in, full


class Refusal:
    """SQLite itself says no to every BEGIN while this is on."""

    def __init__(self) -> None:
        self.on = False
        event.listen(db.engine, "connect", self._watch)
        db.engine.dispose()  # those made before are not watched

    def _watch(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.set_authorizer(self._judge)

    def _judge(self, action: int, *_about: object) -> int:
        return sqlite3.SQLITE_DENY if self.on and action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK


@pytest.fixture
def refusal(own_app: Flask, file: Path) -> Iterator[Refusal]:
    with database_in(file), own_app.app_context():
        yield Refusal()


@pytest.fixture
def rig(refusal: Refusal) -> Iterator[Rig]:
    rig = Rig()
    yield rig
    rig.close()


def recovered(rig: Rig, writer: Writer) -> None:
    """By itself, without a new page or a new server."""
    until(lambda: "resync" in rig.board.events(writer.sid))
    writer.join()
    writer.send(writer.doc.get_update(writer.vector))
    rig.flush()
    assert writer.acked() == writer.mid


def test_a_full_disk_acknowledges_nothing_and_is_not_taken_for_a_free_one(rig: Rig, file: Path) -> None:
    ann = Writer(rig, "ann")
    with full(file):
        ann.type("写不下" * 9000)
        rig.flush()
        assert rig.board.events("ann") == ["not_saved"]
        for _ in range(3):
            with pytest.raises(NotStored):
                rig.store.probe(rig.document_id)
        assert ann.acked() == 0
        assert rig.room.state is RoomState.STALLED
    recovered(rig, ann)
    assert "写不下" in rig.stored_text()


def test_the_trial_leaves_nothing_behind(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    ann.type("一行")
    rig.flush()
    rig.store.probe(rig.document_id)
    stored = rig.store.load(rig.document_id)
    assert stored is not None
    assert (stored.snapshot is None, stored.seq, len(stored.updates)) == (True, 2, 2)
    rig.store.probe(987654)  # no such document: the next reading finds that out


def test_a_room_outlives_a_database_that_cannot_begin(rig: Rig, refusal: Refusal) -> None:
    ann = Writer(rig, "ann")
    refusal.on = True
    ann.type("等一等")
    rig.flush()
    assert rig.board.events("ann") == ["not_saved"]
    before = rig.room.retry_delay
    until(lambda: rig.room.retry_delay > before)  # it has tried, and will try again
    refusal.on = False
    recovered(rig, ann)
    assert "等一等" in rig.stored_text()


def test_a_room_outlives_a_log_that_cannot_be_read(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = Writer(rig, "ann")
    ann.type("读得出来")
    rig.flush()
    with monkeypatch.context() as broken:

        def replica(*_stored: object) -> None:
            raise Broken

        broken.setattr(house, "Replica", replica)
        rig.house._begin_again(rig.room)
        before = rig.room.retry_delay
        until(lambda: rig.room.retry_delay > before)
    recovered(rig, ann)


def test_what_hinders_a_beginning_is_an_error_of_the_database_for_everybody(refusal: Refusal) -> None:
    refusal.on = True
    with pytest.raises(DatabaseError), unit_of_work():
        raise AssertionError("never begun")
    refusal.on = False
    with unit_of_work():
        assert db.session.connection().exec_driver_sql("SELECT 1").scalar() == 1


def test_a_folder_that_takes_no_file_has_no_door(refusal: Refusal, file: Path) -> None:
    door = Path(f"{file}-door")
    door.unlink(missing_ok=True)
    door.mkdir()
    with unit_of_work():
        assert db.session.connection().exec_driver_sql("SELECT 1").scalar() == 1
