"""What the room guarantees: stored before sent, sent before acknowledged, refused alone."""

from typing import Any

import pytest
from pycrdt import Doc

from app.blueprints.accounts.colours import PALETTE
from app.blueprints.coedit.models import DocumentClient
from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.members import Role
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.core.db import db
from tests.coedit.house_rig import Rig, Writer
from tests.coedit.plans import plan_of, words_in


def test_an_edit_is_stored_then_sent_then_acknowledged(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")

    ann.type("导入")
    assert rig.board.posts == []
    rig.flush()

    assert rig.stored_text() == "导入·"
    assert rig.board.events("ann") == ["ack"]
    assert rig.board.events("bo") == ["update"]
    bo.doc.apply_update(rig.board.told("bo", "update")[0]["data"])
    assert str(bo.text) == "导入·"
    assert rig.board.posts[-1][1] == "ack"


def test_one_flush_stores_one_row_per_author_and_acknowledges_all_at_once(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")

    for number in range(4):
        ann.type(f"a{number}")
        bo.type(f"b{number}")
    rig.flush()

    assert [author for _seq, author in rig.rows()[1:]] == [ann.user_id, bo.user_id]
    assert rig.document().head_seq == 3
    assert [post["mid"] for post in rig.board.told("ann", "ack")] == [4]
    assert len(rig.board.told("ann", "update")) == 1


def test_who_joins_gets_what_is_stored_and_what_they_lack(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    ann.type("已存")
    rig.flush()
    ann.type("未存")

    late = Writer(rig, "late")

    assert str(late.text) == "已存·"


def test_a_page_that_missed_an_update_is_refused_and_asked_to_resynchronize(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    ann.write("丢了")

    ann.type("后来")
    bo.type("照常")
    rig.flush()

    assert ann.refusals() == [Reason.GAP]
    assert "resync" in rig.board.events("ann")
    assert bo.acked() == 1
    assert rig.stored_text() == "照常·"
    ann.join()
    ann.send(ann.doc.get_update(ann.vector))
    rig.flush()
    assert ann.acked() == ann.mid
    assert "后来丢了" in rig.stored_text()


def test_nothing_behind_a_refused_update_is_acknowledged(rig: Rig) -> None:
    ann = Writer(rig, "ann")
    ann.type("old")
    rig.flush()
    ann.write("lost")

    ann.type("later")
    erased = ann.edit(lambda: ann.text.__delitem__(slice(len("laterlost"), len("laterlostold"))))
    assert erased is not None
    ann.send(erased)  # fits without what is missing: an acknowledgement would speak for it too
    rig.flush()

    assert ann.refusals() == [Reason.GAP]
    assert ann.acked() == 1
    ann.join()
    ann.send(ann.doc.get_update(ann.vector))
    rig.flush()
    assert ann.acked() == ann.mid
    assert rig.stored_text() == "laterlost·"


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"\x01\x01\x05\x00\x84\xff", bytes(200)])
def test_garbage_is_refused_alone(rig: Rig, garbage: bytes) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")

    ann.send(garbage)
    bo.type("照常")
    rig.flush()

    assert ann.refusals() == [Reason.INVALID]
    assert ann.acked() == 0
    assert rig.stored_text() == "照常·"


def test_a_replayed_update_is_acknowledged_and_not_stored_again(rig: Rig) -> None:
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    update = ann.write("一次")
    ann.send(update)
    rig.flush()
    rows = rig.rows()

    ann.send(update)
    bo.send(update)  # somebody else's words, but said before
    rig.flush()

    assert (ann.acked(), bo.acked()) == (2, 1)
    assert rig.rows() == rows
    assert rig.stored_text() == "一次·"


def test_nobody_writes_under_the_number_of_somebody_else(rig: Rig) -> None:
    ann, eve = Writer(rig, "ann"), Writer(rig, "eve")
    ann.type("我的")
    rig.flush()
    forged: Doc[Any] = Doc(client_id=ann.doc.client_id)
    forged.apply_update(ann.doc.get_update())
    before = forged.get_state()
    words_in(forged).insert(0, "冒充")

    eve.send(forged.get_update(before))
    rig.flush()

    assert eve.refusals() == [Reason.FOREIGN]
    assert rig.stored_text() == "我的·"


def test_a_number_belongs_to_the_open_page_even_before_it_wrote(rig: Rig) -> None:
    ann, eve = Writer(rig, "ann"), Writer(rig, "eve")

    eve.send(plan_of("抢先", client_id=ann.doc.client_id))
    ann.type("本人")
    rig.flush()

    assert eve.refusals() == [Reason.FOREIGN]
    assert ann.acked() == 1
    assert db.session.get_one(DocumentClient, (rig.document_id, ann.doc.client_id)).user_id == ann.user_id


def test_a_reader_is_refused_and_reads_on(rig: Rig) -> None:
    ann, reader = Writer(rig, "ann"), Writer(rig, "reader", role=Role.READ)

    with pytest.raises(Refused) as refusal:
        reader.type("不可以")
    ann.type("可以")
    rig.flush()

    assert refusal.value.reason is Reason.READ_ONLY
    assert rig.board.events("reader") == ["update"]
    assert rig.stored_text() == "可以·"


def test_what_is_too_large_is_refused(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = Writer(rig, "ann")
    monkeypatch.setattr(limits, "MOST_UPDATE_BYTES", 100)

    with pytest.raises(Refused, match=Reason.TOO_LARGE):
        ann.type("长" * 100)


def test_what_a_page_that_was_put_out_had_sent_takes_no_room_any_more(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_DOCUMENT_BYTES", 2000)
    ann, bo = Writer(rig, "ann"), Writer(rig, "bo")
    for words in ("一" * 100, "二" * 100, "三" * 100, "四" * 100):
        bo.type(words)

    update = ann.write("五" * 300)
    with pytest.raises(Refused, match=Reason.TOO_FAST):
        ann.send(update)
    rig.house.expel(rig.room, bo.sid, Reason.FORBIDDEN)
    ann.send(update)
    rig.flush()

    assert rig.stored_text().strip("·") == "五" * 300


def test_a_room_takes_no_more_people_than_its_limit(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_MEMBERS", 2)
    Writer(rig, "ann"), Writer(rig, "bo")

    with pytest.raises(Refused, match=Reason.FULL):
        Writer(rig, "one too many")


def test_one_person_opens_no_more_pages_than_their_share(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES_OF_ONE", 2)
    ann, _second = Writer(rig, "ann"), Writer(rig, "ann again", user_id=rig.user_id("ann"))

    with pytest.raises(Refused, match=Reason.CROWDED):
        Writer(rig, "ann once more", user_id=rig.user_id("ann"))
    ann.join()
    Writer(rig, "bo")


def test_a_document_that_does_not_exist_is_missing(rig: Rig) -> None:
    rig.document_id = 404

    with pytest.raises(Refused, match=Reason.MISSING):
        Writer(rig, "ann")
    assert rig.house.room(404) is None


def test_a_broken_state_vector_is_refused(rig: Rig) -> None:
    ann = Writer(rig, "ann")

    with pytest.raises(Refused, match=Reason.INVALID):
        rig.house.join(rig.document_id, ann.member, b"\xff\xff")


def test_nobody_in_a_room_looks_like_somebody_else(rig: Rig) -> None:
    """Twelve colours for all teachers: two who meet may have the same one, their carets may not."""
    ann, bo, again = (
        Writer(rig, "ann"),
        Writer(rig, "bo"),
        Writer(rig, "ann at home", user_id=rig.user_id("ann")),
    )
    for writer in (ann, bo, again):
        rig.house.leave(rig.room, writer.sid)
        writer.member.person = {"id": writer.user_id, "name": writer.sid, "color": PALETTE[4]}

    for writer in (bo, ann, again):
        writer.join()
    seen = [writer.member.person["color"] for writer in (bo, ann, again)]

    assert seen == [PALETTE[4], PALETTE[5], PALETTE[5]]
