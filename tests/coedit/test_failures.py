"""When the database refuses: nothing sent, nothing acknowledged, said aloud, and recovered from."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.blueprints.coedit.room.log import Batch
from app.blueprints.coedit.room.pump import Pump
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.rooms import Flush, RoomState
from app.core.db import db
from tests.coedit.house_rig import Rig, Writer, until


class Lock:
    """Somebody else keeps the database to themselves."""

    def __init__(self) -> None:
        self._engine = create_engine(
            db.engine.url, connect_args={"isolation_level": None} if db.is_sqlite else {}
        )
        self._connection = self._engine.connect()
        if db.is_sqlite:
            self._connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            self._connection.execute(text("LOCK TABLE document IN SHARE ROW EXCLUSIVE MODE"))

    def release(self) -> None:
        self._connection.invalidate()
        self._connection.close()
        self._engine.dispose()


def test_a_locked_database_is_not_an_acknowledgement(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    lock = Lock()

    ann.type("不能丢")
    rig.flush()

    assert [rig.board.events(sid) for sid in ("ann", "bo")] == [["not_saved"], ["not_saved"]]
    assert rig.room.state is RoomState.STALLED
    with pytest.raises(Refused, match=Reason.NOT_SAVED):
        ann.type("还是不能")
    with pytest.raises(Refused, match=Reason.UNAVAILABLE):
        bo.join()
    lock.release()
    until(lambda: "resync" in rig.board.events("ann"))
    ann.join()
    ann.send(ann.doc.get_update(ann.vector))
    rig.flush()
    assert ann.acked() == ann.mid
    assert rig.stored_text() == "还是不能不能丢·"
    assert bo.acked() == 0


class AcknowledgesBeforeStoring(Pump):
    """What must never be built: this pump tells first and stores afterwards."""

    def _commit(self, work: list[tuple[Flush, Batch]]) -> None:
        for flush, _batch in work:
            self._acknowledge(flush)
        super()._commit(work)


def test_a_pump_that_acknowledges_early_is_found_out(own_app: Flask) -> None:
    with own_app.app_context():
        rig = Rig(pump=AcknowledgesBeforeStoring)
        ann = Writer(rig, "ann")
        lock = Lock()
        try:
            ann.type("承诺过的")
            rig.flush()
            with pytest.raises(AssertionError):
                assert_nothing_acknowledged_is_missing(rig, ann, "承诺过的")
        finally:
            lock.release()
            rig.close()


def test_the_real_pump_passes_the_same_check(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    lock = Lock()
    ann.type("承诺过的")
    rig.flush()
    lock.release()

    assert_nothing_acknowledged_is_missing(rig, ann, "承诺过的")


def assert_nothing_acknowledged_is_missing(rig: Rig, writer: Writer, words: str) -> None:
    rig.store.close()
    try:
        stored = rig.stored_text()
    except OperationalError:
        stored = ""
    assert writer.acked() < writer.mid or words in stored


def test_one_room_that_cannot_be_stored_does_not_take_the_others_with_it(rig: Rig) -> None:
    other = Rig.beside(rig)
    ann, bo = Writer(rig, "ann"), Writer(other, "bo")
    ann.type("会失败")
    ann.member.user_id = 0  # no such person: the foreign key refuses the row
    bo.type("照常")

    rig.flush()

    assert rig.board.events("ann") == ["not_saved"]
    assert bo.acked() == 1
    assert other.stored_text() == "照常·"
