"""What an editor's browser never sends, and somebody with a tool might: refused alone, the room lives on."""

import json

import pytest

from app.blueprints.coedit.room import limits, nesting
from app.blueprints.coedit.room.awareness import Carets, read_entries, write_entries
from app.blueprints.coedit.room.lib0 import Malformed, write_uint
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.room.replica import Replica
from tests.coedit.house_rig import Rig, Writer, until
from tests.coedit.structs import (
    FORMAT,
    PARAGRAPH,
    QUOTE,
    STRING,
    TEXT,
    TYPE,
    VALUES,
    at_root,
    beside,
    deletion,
    inside,
    sized,
    update_of,
)

EVE = 77
PLAN = (at_root(TYPE, PARAGRAPH), inside((EVE, 0), TYPE, TEXT), inside((EVE, 1), STRING, sized(b"hi")))
VALUE = b"\x01\x77\x01x"  # one value, the text "x"


def take(replica: Replica, update: bytes) -> bool:
    return replica.take(update, replica.shape_of(update))


def nested(depth: int, *, start: int = 0) -> list[bytes]:
    first = [at_root(TYPE, QUOTE)] if start == 0 else []
    return first + [inside((EVE, n - 1), TYPE, QUOTE) for n in range(start + len(first), depth)]


def test_elements_nested_too_deep_are_refused_at_once() -> None:
    replica = Replica()

    with pytest.raises(Refused, match=Reason.INVALID):
        take(replica, update_of(*nested(nesting.DEEPEST + 1), client=EVE))

    assert replica.clocks == {}


@pytest.mark.parametrize("reloaded", [False, True])
def test_elements_nested_step_by_step_are_refused_at_the_same_depth(reloaded: bool) -> None:
    replica = Replica()
    for number in range(nesting.DEEPEST):
        take(replica, update_of(*nested(number + 1, start=number), client=EVE, clock=number))
        if reloaded and number % 50 == 49:
            replica = Replica(log=[replica.state()])

    deeper = update_of(inside((EVE, nesting.DEEPEST - 1), TYPE, QUOTE), client=EVE, clock=nesting.DEEPEST)
    with pytest.raises(Refused, match=Reason.INVALID):
        take(replica, deeper)
    sibling = update_of(beside((EVE, nesting.DEEPEST - 1), TYPE, QUOTE), client=EVE, clock=nesting.DEEPEST)
    assert take(replica, sibling)
    assert take(replica, deletion(EVE, 0, 1))


def test_depth_is_inherited_from_a_sibling_and_from_another_page() -> None:
    replica = Replica()
    take(replica, update_of(*nested(nesting.DEEPEST), client=EVE))
    aside = update_of(beside((EVE, nesting.DEEPEST - 1), TYPE, QUOTE), client=78)
    take(replica, aside)

    with pytest.raises(Refused, match=Reason.INVALID):
        take(replica, update_of(inside((78, 0), TYPE, QUOTE), client=79))


def test_a_replayed_update_cannot_lie_about_what_is_known() -> None:
    replica = Replica()
    take(replica, update_of(*nested(nesting.DEEPEST), client=EVE))
    shallow = [at_root(TYPE, QUOTE)] * nesting.DEEPEST
    deeper = inside((EVE, nesting.DEEPEST - 1), TYPE, QUOTE)

    with pytest.raises(Refused, match=Reason.INVALID):
        take(replica, update_of(*shallow, deeper, client=EVE))


@pytest.mark.parametrize(
    "update",
    [
        update_of(*PLAN, inside((EVE, 2), STRING, sized(b"x")), client=EVE),  # inside a word
        update_of(at_root(STRING, sized(b"x")), client=EVE),  # words at the root
        update_of(at_root(FORMAT, sized(b"bold") + sized(b"{}")), client=EVE),
        update_of(at_root(VALUES, VALUE), client=EVE),
        update_of(at_root(TYPE, TEXT), client=EVE),
        update_of(*PLAN, beside((EVE, 0), STRING, sized(b"x")), client=EVE),
        update_of(*PLAN, inside((EVE, 0), STRING, sized(b"x")), client=EVE),  # words in an element
        update_of(*PLAN, inside((EVE, 0), VALUES, VALUE), client=EVE),
        update_of(*PLAN, inside((EVE, 1), TYPE, TEXT), client=EVE),  # a text in a text
        update_of(*PLAN, beside((EVE, 3), TYPE, PARAGRAPH), client=EVE),
        update_of(*PLAN, inside((EVE, 1), VALUES, VALUE), client=EVE),
        update_of(*PLAN, inside((EVE, 0), TYPE, PARAGRAPH, key="level"), client=EVE),  # an attribute
        update_of(*PLAN, inside((EVE, 0), STRING, sized(b"x"), key="level"), client=EVE),
        update_of(*PLAN, inside((EVE, 1), VALUES, VALUE, key="level"), client=EVE),
        update_of(b"\x00\x00", client=EVE),  # garbage of no length
        update_of(at_root(STRING, sized(b"")), client=EVE),
        update_of(*PLAN, client=2**53),
        update_of(*PLAN, inside((EVE, 0), TYPE, PARAGRAPH), client=EVE),  # a paragraph in a paragraph
        update_of(*PLAN, beside((EVE, 0), TYPE, b"\x03\x08tableRow"), client=EVE),
        update_of(at_root(TYPE, b"\x03\x04text"), client=EVE),  # the binding makes a word without letters
        update_of(at_root(TYPE, b"\x03\x07unheard"), client=EVE),
        update_of(at_root(TYPE, b"\x0f"), client=EVE),  # no type of Yjs
        update_of(at_root(TYPE, b"\x09"), client=EVE),  # a document
        update_of(at_root(TYPE, b"\x01"), client=EVE),  # a map
        update_of(at_root(8, b"\x01\x7d" + b"\xff" * 9 + b"\x01"), client=EVE),  # no number of JavaScript
        update_of(at_root(8, b"\x01\x7a" + b"\xff" * 8), client=EVE),
        update_of(at_root(8, b"\x01\x74\x01a"), client=EVE),
        update_of(at_root(9, sized(b"g") + b"\x76\x00"), client=EVE),
        update_of(at_root(5, sized(b"{}")), client=EVE),
        update_of(at_root(2, b"\x01" + sized(b"1")), client=EVE),
        update_of(at_root(3, sized(b"1")), client=EVE),
        update_of(at_root(6, sized(b"bold") + sized(b"NaN")), client=EVE),
        update_of(at_root(STRING, sized(b"x"), name="elsewhere"), client=EVE),
    ],
    ids=lambda update: update[:40].hex(),
)
def test_what_browsers_or_the_library_choke_on_is_refused_and_the_room_goes_on(
    rig: Rig, update: bytes
) -> None:
    eve, ann = Writer(rig, "eve"), Writer(rig, "ann")

    eve.send(update)
    ann.type("照常")
    rig.flush()

    assert eve.refusals() == [Reason.INVALID]
    assert (ann.acked(), rig.board.events("ann")) == (1, ["ack"])
    assert rig.stored_text() == "照常·"


@pytest.mark.parametrize(
    "update",
    [
        update_of(*[at_root(STRING, sized(b"x"))] * (limits.MOST_UPDATE_PARTS + 1), client=EVE),
        update_of(
            *PLAN,
            inside(
                (EVE, 0),
                VALUES,
                write_uint(limits.MOST_UPDATE_PARTS) + b"\x7e" * limits.MOST_UPDATE_PARTS,
                key="level",
            ),
            client=EVE,
        ),
    ],
    ids=["structs", "values"],
)
def test_an_update_of_too_many_parts_is_called_too_large(rig: Rig, update: bytes) -> None:
    eve, ann = Writer(rig, "eve"), Writer(rig, "ann")

    eve.send(update)
    ann.type("照常")
    rig.flush()

    (refusal,) = rig.board.told("eve", "refused")
    assert refusal["reason"] == Reason.TOO_LARGE
    assert rig.stored_text() == "照常·"


@pytest.mark.parametrize("error", [RuntimeError, KeyError])
def test_a_room_that_fails_in_an_unknown_way_stalls_alone(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    other = Rig.beside(rig)
    eve, ann = Writer(rig, "eve"), Writer(other, "ann")

    class Failing:
        def apply_update(self, _update: bytes) -> None:
            raise error

    rig.room.replica.take(eve.write("先"), rig.room.replica.shape_of(eve.made[-1]))
    monkeypatch.setattr(rig.room.replica, "_doc", Failing())
    eve.type("再")
    ann.type("照常")
    rig.flush()

    assert eve.refusals() == ([Reason.INVALID] if error is RuntimeError else [])
    assert "not_saved" in rig.board.events("eve")
    assert ann.acked() == 1
    until(lambda: "resync" in rig.board.events("eve"))


def test_who_keeps_sending_garbage_is_disconnected(rig: Rig) -> None:
    eve = Writer(rig, "eve")

    for _ in range(limits.FAULTS_AT_ONCE + 1):
        eve.send(b"garbage")
    rig.flush()

    assert rig.board.events("eve").count("disconnect") == 1


def test_a_room_with_much_to_take_in_lets_others_have_their_turn(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TAKE_SECONDS", 0.0)
    ann = Writer(rig, "ann")

    for word in "一二三":
        ann.type(word)
    rig.flush()

    assert [post["mid"] for post in rig.board.told("ann", "ack")] == [1, 2, 3]
    assert rig.stored_text() == "三二一·"


def test_bytes_count_towards_the_limit_of_a_page() -> None:
    bucket = limits.TokenBucket(10.0, 100, clock=lambda: 0.0)

    assert (bucket.take(60), bucket.take(60), bucket.take(40)) == (True, False, True)


@pytest.mark.parametrize(
    ("clock", "state"),
    [(1, b"ba"), (1, b"NaN"), (1, b'{"a":1e999}'), (1, b"5"), (2**53, b"{}"), (2**52, b"{}"), (1, b"\xff")],
)
def test_an_awareness_entry_that_browsers_choke_on_is_dropped(clock: int, state: bytes) -> None:
    carets = Carets()

    with pytest.raises(Malformed):
        carets.hear(write_entries([(EVE, clock, state)]), client_id=EVE)

    assert carets.news() is None


def test_nobody_stands_under_another_name() -> None:
    carets = Carets()
    claimed = {"user": {"id": 1, "name": "校长", "school": "一小", "client": 5}, "cursor": None}
    person = {"id": 9, "name": "Eve", "color": "#112233"}

    carets.hear(write_entries([(EVE, 1, json.dumps(claimed).encode())]), client_id=EVE, person=person)

    [(_client, _clock, state)] = read_entries(carets.everybody() or b"")
    assert json.loads(state) == {"user": {**person, "school": "一小", "client": EVE}, "cursor": None}
