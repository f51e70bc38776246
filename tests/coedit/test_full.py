"""A document that is as big as it may be: it says so, and lets itself be read and made shorter."""

import gevent
import pytest
from pycrdt import merge_updates

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.refusals import Reason
from tests.coedit.house_rig import Rig, Writer

MOST = 2000
FULL = [Reason.DOCUMENT_FULL]


@pytest.fixture
def full(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Somebody who has just filled the document."""
    monkeypatch.setattr(limits, "MOST_DOCUMENT_BYTES", MOST)
    monkeypatch.setattr(limits, "MEASURED_EVERY", 0.0)
    ann = Writer(rig, "ann")
    ann.type("长" * 600)
    rig.flush()
    assert ann.acked() == 1
    return ann


def cut(writer: Writer, start: int, end: int) -> int:
    """Delete some of the words, all of three bytes."""
    writer.made.clear()
    del writer.text[start * 3 : end * 3]
    return writer.send(writer.made[-1])


def test_it_does_not_grow_past_its_limit(rig: Rig, full: Writer) -> None:
    full.type("再长一些" * 30)
    rig.flush()

    assert full.refusals() == FULL
    assert full.acked() == 1


def test_it_can_be_made_shorter_and_written_in_again(rig: Rig, full: Writer) -> None:
    refused = full.write("再长一些" * 30)
    full.send(refused)
    rig.flush()
    bo = Writer(rig, "bo")

    deleted = cut(bo, 0, 500)
    rig.flush()
    assert bo.acked() == deleted
    written = bo.type("短" * 200)
    rig.flush()

    assert (bo.acked(), bo.refusals()) == (written, [])
    assert rig.stored_text() == "短" * 200 + "长" * 100 + "·"


def test_the_page_that_was_refused_gets_out_of_it_by_deleting(rig: Rig, full: Writer) -> None:
    """It joins again and sends all that the room lacks: too many new words, and what makes up for them."""
    full.type("再长一些" * 30)
    rig.flush()
    full.made.clear()
    del full.text[120 * 3 : 600 * 3]
    full.join()

    sent = full.send(full.doc.get_update(full.vector))
    rig.flush()

    assert full.acked() == sent
    assert rig.stored_text() == str(full.text)


def test_what_was_added_and_deleted_again_does_not_count(rig: Rig, full: Writer) -> None:
    """Browsers keep for their undo what they deleted: it is in the difference they send, though gone."""
    full.type("再" * 250)
    rig.flush()
    added = full.made[-1]
    del full.text[:]
    deleted = full.made[-1]
    full.join()

    sent = full.send(merge_updates(added, deleted))
    rig.flush()

    assert full.acked() == sent
    assert rig.stored_text() == ""


def test_deleting_the_same_words_again_frees_nothing(rig: Rig, full: Writer) -> None:
    cut(full, 0, 50)
    rig.flush()
    everything_deleted = full.doc.get_update(full.doc.get_state())
    bo = Writer(rig, "bo")
    room_left = (MOST - len(rig.room.replica.state())) // 3
    bo.type("又" * room_left + "长")  # by itself too much
    rig.flush()
    assert bo.refusals() == FULL

    bo.send(bo.doc.get_update(rig.room.replica.state_vector()))  # the same, with all that was ever deleted
    rig.flush()

    assert everything_deleted
    assert bo.refusals() == FULL * 2


def test_the_bound_gives_way_to_the_true_size(rig: Rig, full: Writer) -> None:
    """What was written and deleted again takes no room, also if nobody loads the document anew."""
    cut(full, 0, 600)
    for _ in range(10):
        full.type("来" * 300)
        cut(full, 0, 300)
        rig.flush()

    assert full.refusals() == []
    assert rig.stored_text() == "·"
    assert rig.room.replica.size <= MOST


def test_it_is_not_measured_for_every_letter(rig: Rig, full: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEASURED_EVERY", 60.0)
    full.type("长" * 200)
    rig.flush()
    cut(full, 200, 600)
    rig.flush()
    measured: list[int] = []
    state = rig.room.replica.state

    def measure() -> bytes:
        measured.append(1)
        return state()

    monkeypatch.setattr(rig.room.replica, "state", measure)

    for _ in range(5):
        full.type("长" * 200)
        rig.flush()

    assert measured == []


def test_whoever_comes_reads_all_of_it(rig: Rig, full: Writer) -> None:
    full.type("长" * 100)
    rig.flush()

    bo = Writer(rig, "bo")
    gevent.sleep(0)

    assert str(bo.text) == "长" * 600 + "·"
