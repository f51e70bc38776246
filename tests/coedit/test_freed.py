"""Documents that nobody has open take no memory: a worker and a server live for months."""

import gc
import weakref

from pycrdt import Doc

from app.blueprints.coedit import service
from app.blueprints.coedit.room.replica import Replica
from tests.coedit.house_rig import Rig, Writer
from tests.coedit.test_closing import empty_the_room


def documents_in_memory() -> int:
    gc.collect()
    return sum(isinstance(each, Doc) for each in gc.get_objects())


def test_a_replica_that_nobody_holds_is_gone(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    state = ann.doc.get_update()
    before = documents_in_memory()

    for _ in range(3):
        assert Replica(log=[state]).state() == state

    assert documents_in_memory() == before


def test_a_document_that_was_read_is_gone(rig: Rig) -> None:
    Writer(rig, "ann").type("圆面积")
    rig.flush()
    before = documents_in_memory()

    for _ in range(3):
        assert "圆面积" in service.read_document(rig.document_id).text

    assert documents_in_memory() == before


def test_a_room_that_everybody_has_left_is_gone(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    ann.type("圆面积")
    rig.flush()
    room, before = weakref.ref(rig.room), documents_in_memory()

    empty_the_room(rig, ann)

    assert documents_in_memory() == before - 1
    assert room() is None
