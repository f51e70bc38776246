"""How rooms end: people leave, are sent out, the document is finalized; and what is kept of it."""

import gevent
import pytest
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.models import DocumentSnapshot, DocumentUpdate
from app.blueprints.coedit.room import rooms
from app.blueprints.coedit.room.awareness import read_entries, write_entries
from app.blueprints.coedit.room.refusals import Reason
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.house_rig import Rig, Writer


def empty_the_room(rig: Rig, *writers: Writer) -> None:
    room = rig.room
    for writer in writers:
        rig.house.leave(room, writer.sid)
    rig.flush()
    assert room.gone.wait(5)


def test_an_empty_room_is_compacted_and_unloaded(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    for number in range(5):
        ann.type(f"{number}")
        rig.flush()

    empty_the_room(rig, ann)

    assert rig.house.room(rig.document_id) is None
    snapshot = db.session.scalars(select(DocumentSnapshot)).one()
    assert snapshot.seq == rig.document().head_seq == 6
    assert db.session.scalar(select(func.count()).select_from(DocumentUpdate)) == 6
    assert str(Writer(rig, "bo").text) == "43210·"


def test_a_long_log_is_compacted_while_people_write(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "COMPACT_ROWS", 3)
    ann = Writer(rig, "ann")

    for number in range(7):
        ann.type(f"{number}")
        rig.flush()
        gevent.sleep(0.05)

    assert db.session.scalars(select(DocumentSnapshot.seq)).all() == [6]  # the first row was there
    assert rig.stored_text() == "6543210·"


def test_what_was_written_just_before_leaving_is_stored(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    ann.type("再见")

    empty_the_room(rig, ann)

    assert rig.stored_text() == "再见·"


def test_somebody_who_comes_back_in_time_finds_the_room_open(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    room = rig.room
    rig.house.leave(room, "ann")

    ann.join()
    gevent.sleep(0.05)

    assert rig.room is room


def test_who_loses_the_right_is_told_and_what_waited_is_dropped(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    ann.type("太晚了")

    rig.house.expel(rig.room, "ann", Reason.FORBIDDEN)
    bo.type("照常")
    rig.flush()

    assert [post["reason"] for post in rig.board.told("ann", "revoked")] == [Reason.FORBIDDEN]
    assert "ack" not in rig.board.events("ann")
    assert rig.stored_text() == "照常·"


def test_nothing_is_stored_after_the_document_was_closed(rig: Rig) -> None:
    ann, _bo = Writer(rig, "ann"), Writer(rig, "bo")
    ann.type("定稿前")
    rig.flush()
    with unit_of_work():
        author = db.session.get_one(User, ann.user_id)
        version = service.freeze_version(rig.document(), "定稿", actor=author)
        service.close_document(rig.document(), actor=author)

    ann.type("定稿后")
    rig.flush()

    assert version.seq == rig.document().head_seq == 2
    assert rig.board.events("ann")[-1] == "revoked"
    assert [post["reason"] for post in rig.board.told("bo", "revoked")] == [Reason.CLOSED]
    assert rig.stored_text() == "定稿前·"
    assert rig.house.room(rig.document_id) is None
    assert str(Writer(rig, "late").text) == "定稿前·"


def test_carets_are_merged_and_say_only_who_one_is(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    hers, his = ann.doc.client_id, bo.doc.client_id
    carets = rig.room.carets

    carets.hear(write_entries([(hers, 1, b'{"a":1}'), (his, 9, b"null")]), client_id=hers)
    carets.hear(write_entries([(hers, 2, b'{"a":2}')]), client_id=hers)
    carets.hear(write_entries([(his, 1, b'{"b":1}')]), client_id=his)
    rig.house.pump.add(rig.room)
    rig.house.pump.turn()

    (message,) = rig.board.told("bo", "awareness")
    assert sorted(read_entries(message["data"])) == sorted([(hers, 2, b'{"a":2}'), (his, 1, b'{"b":1}')])


def test_a_page_that_left_disappears_for_the_others(rig: Rig) -> None:
    ann, _bo = Writer(rig, "ann"), Writer(rig, "bo")
    carets = rig.room.carets
    carets.hear(write_entries([(ann.doc.client_id, 5, b"{}")]), client_id=ann.doc.client_id)
    rig.house.pump.add(rig.room)
    rig.flush()

    rig.house.leave(rig.room, "ann")
    rig.flush()

    assert read_entries(rig.board.told("bo", "awareness")[-1]["data"]) == [(ann.doc.client_id, 6, b"null")]
    assert carets.everybody() is None
