"""One document on several nodes: what one stored the others show, however bad the line between them is."""

import json
import random
from collections.abc import Iterator

import gevent
import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room import limits, neighbours
from app.blueprints.coedit.room.awareness import GONE, read_entries, write_entries
from app.blueprints.coedit.room.bulletin import MOST_CARRIED
from app.blueprints.coedit.room.house import House
from app.blueprints.coedit.room.refusals import Reason
from app.blueprints.coedit.room.rooms import COMPACT_ROWS, RoomState
from app.blueprints.coedit.text.content import pm_of, to_pm
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.edits import Editor
from tests.coedit.house_rig import Rig, Writer, until
from tests.coedit.lane import Lane


class Country:
    """Two nodes on one database, and the line between them."""

    def __init__(self) -> None:
        self.lane = Lane()
        self.north = Rig(busy_milliseconds=5000, relay=self.lane.node())
        self.south = Rig.on_another_node(self.north, self.lane.node())

    def settle(self) -> None:
        """Everything stored, told and heard."""
        for node in (self.north, self.south):
            node.flush()
        self.lane.deliver()
        for node in (self.north, self.south):
            node.house.neighbours.look_around()


@pytest.fixture
def country(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Country]:
    monkeypatch.setattr(limits, "TAKE_SECONDS", 60.0)
    with own_app.app_context():
        country = Country()
        yield country
        country.north.close()
        country.south.close()


def test_what_one_node_stored_the_other_shows(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("北")
    country.north.flush()
    country.lane.deliver()
    bo.hear()
    bo.type("南")
    country.south.flush()
    country.lane.deliver()
    ann.hear()

    assert str(ann.text) == str(bo.text) == country.north.stored_text() == "南北·"
    assert country.north.room.seq == country.south.room.seq == 3
    assert [author for _seq, author in country.north.rows()[1:]] == [ann.user_id, bo.user_id]
    assert (ann.acked(), bo.acked()) == (1, 1)


def test_both_write_at_once(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("北")
    bo.type("南")
    country.north.flush()
    country.south.flush()  # row 3, and row 2 not heard yet
    assert lags(country.south)
    country.lane.deliver()
    for writer in (ann, bo):
        writer.hear()

    assert not lags(country.south)
    assert str(ann.text) == str(bo.text) == country.north.stored_text()
    assert sorted(str(ann.text)) == sorted("北南·")
    assert country.north.room.seq == country.south.room.seq == 3


def test_a_gap_in_the_numbers_is_read_from_the_log(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "GRACE_SECONDS", 0.0)
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("丢在路上。")
    country.north.flush()
    country.lane.letters.clear()
    bo.type("南")
    country.south.flush()

    until(lambda: country.south.room.seq == 3)
    bo.hear()
    assert str(bo.text) == country.north.stored_text()
    assert "丢在路上。" in str(bo.text)


def test_what_builds_on_something_lost_waits_for_the_log(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("一")
    country.north.flush()
    country.lane.letters.clear()
    ann.type("二")
    country.north.flush()
    country.lane.deliver()

    until(lambda: country.south.room.seq == 3)
    bo.hear()
    assert str(bo.text) == "二一·"


def test_a_node_that_heard_nothing_at_all_looks_around(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("谁也没说")
    country.north.flush()
    country.lane.letters.clear()

    country.south.house.neighbours.look_around()

    bo.hear()
    assert str(bo.text) == "谁也没说·"


def test_a_long_update_is_read_from_the_log(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    ann.type("长" * (MOST_CARRIED // 3 + 1))
    country.north.flush()
    assert max(len(letter.message) for letter in country.lane.letters) < 1000
    country.lane.deliver()

    until(lambda: country.south.room.seq == 2)
    bo.hear()
    assert str(bo.text) == str(ann.text)


def test_what_is_no_message_of_ours_hurts_nobody(country: Country) -> None:
    Writer(country.north, "ann")
    for garbage in (b"", b"\xc1", b"\x93\x01\x02\x03", b"\x91\xa6stored"):
        country.lane.nodes[1].send(f"document:{country.north.document_id}", garbage)

    country.lane.deliver()

    assert country.north.room.state is RoomState.READY


def test_a_page_goes_over_to_the_other_node_with_what_it_had_not_sent(country: Country) -> None:
    ann = Writer(country.north, "ann")
    ann.type("存下了。")
    country.north.flush()
    country.lane.letters.clear()  # the node died before it could tell
    ann.write("没发出的。")

    moved = Writer.over_to(country.south, ann)
    moved.send(moved.doc.get_update(moved.vector))
    country.south.flush()

    assert moved.acked() == moved.mid
    assert country.south.stored_text() == "没发出的。存下了。·"
    assert moved.refusals() == []


def test_a_page_is_known_by_its_number_on_every_node(country: Country) -> None:
    """Two nodes store the same claim; nobody else may write under the number on either."""
    ann = Writer(country.north, "ann")
    ann.type("北")
    country.north.flush()
    country.lane.letters.clear()
    moved = Writer.over_to(country.south, ann)
    thief = Writer(country.south, "bo")
    moved.type("南")
    country.south.flush()

    stolen = ann.doc.get_update()
    thief.send(stolen)  # what is there already is no theft
    country.south.flush()
    assert thief.refusals() == []
    thief.send(moved.write("偷"))
    country.south.flush()
    assert thief.refusals()


def test_a_document_that_was_closed_on_another_node_is_closed_here(country: Country) -> None:
    Writer(country.south, "bo")
    with unit_of_work():
        document = db.session.get_one(Document, country.south.document_id)
        service.close_document(document, actor=db.session.get_one(User, country.south.user_id("bo")))

    country.south.house.neighbours.look_around()

    assert [post["reason"] for post in country.south.board.told("bo", "revoked")] == [Reason.CLOSED]


def lags(node: Rig) -> bool:
    return node.room.lags


def caret(writer: Writer, clock: int) -> bytes:
    return write_entries([(writer.doc.client_id, clock, json.dumps({"cursor": clock}).encode())])


def point(writer: Writer, clock: int) -> None:
    writer.rig.room.carets.hear(caret(writer, clock), client_id=writer.doc.client_id)
    writer.rig.room.next_carets = 0.0
    writer.rig.house.pump.add(writer.rig.room)
    writer.rig.flush()


def seen_by(writer: Writer) -> dict[int, bytes]:
    """The others' carets as this page's browser would know them."""
    posts = writer.rig.board.told(writer.sid, "awareness")
    seen = {client: state for post in posts for client, _clock, state in read_entries(post["data"])}
    return {client: state for client, state in seen.items() if state != GONE}


def test_carets_are_seen_on_the_other_node_until_they_go(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    point(ann, 1)
    country.lane.deliver()
    assert set(seen_by(bo)) == {ann.doc.client_id}

    Writer(country.north, "eva")
    country.north.house.leave(country.north.room, "ann")
    country.north.flush()
    country.lane.deliver()
    assert seen_by(bo) == {}


def test_whoever_comes_later_is_told_of_carets_elsewhere(country: Country) -> None:
    ann = Writer(country.north, "ann")
    point(ann, 1)
    country.lane.deliver()
    bo = Writer(country.south, "bo")
    country.lane.deliver()
    assert set(seen_by(bo)) == {ann.doc.client_id}
    everybody = country.south.room.carets.everybody()
    assert everybody is not None
    assert [client for client, _clock, _state in read_entries(everybody)] == [ann.doc.client_id]
    assert country.south.room.carets.everybody_here() is None


def test_carets_of_a_node_that_died_are_forgotten(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    point(ann, 1)
    country.lane.deliver()
    monkeypatch.setattr(neighbours, "CARETS_SILENT_AFTER", -1.0)

    country.south.house.neighbours.look_around()

    assert seen_by(bo) == {}


def test_a_page_that_moved_is_not_taken_away_by_the_node_it_left(country: Country) -> None:
    ann, bo = Writer(country.north, "ann"), Writer(country.south, "bo")
    point(ann, 1)
    moved = Writer.over_to(country.south, ann)
    point(moved, 2)
    country.north.house.leave(country.north.room, "ann")
    country.north.flush()
    country.lane.deliver()
    assert set(seen_by(bo)) == {ann.doc.client_id}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_on_the_way_nothing_acknowledged_is_missing(country: Country, seed: int) -> None:
    """Edits of every kind, losses, repeats, overtaking, dying nodes and compactions, in any order."""
    course = Course(country, random.Random(seed))
    for _ in range(120):
        course.step()
    course.end()


class Course:
    """People who write on two nodes while everything goes wrong."""

    def __init__(self, country: Country, dice: random.Random) -> None:
        self.country, self.dice = country, dice
        self.writers = [
            Writer(country.north, "ann"),
            Writer(country.north, "eva"),
            Writer(country.south, "bo"),
        ]
        self.sent: dict[tuple[str, int], str] = {}  # (page, message) → its words
        self.erased: set[str] = set()
        self.editors = {writer.sid: Editor(writer.doc, dice) for writer in self.writers}
        self.number = 0

    def step(self) -> None:
        steps = [self.write] * 3 + [self.erase, self.change] + [self.flush] * 2 + [self.arrive] * 2
        self.dice.choice([*steps, self.lose, self.repeat, self.read, self.compact, self.look, self.die])()

    def write(self) -> None:
        writer = self.dice.choice(self.writers)
        self.number += 1
        words = f"<{self.number}>"
        update = writer.edit(lambda: self.editors[writer.sid].insert(words))
        assert update is not None
        if self.dice.random() < 0.9:
            self.sent[writer.sid, writer.send(update)] = words  # else: a message that never left

    def erase(self) -> None:
        writer = self.dice.choice(self.writers)
        update = writer.edit(lambda: self.erased.add(self.editors[writer.sid].erase() or ""))
        if update is not None:
            writer.send(update)

    def change(self) -> None:
        """Marks, blocks and tables."""
        writer = self.dice.choice(self.writers)
        update = writer.edit(self.editors[writer.sid].change_something)
        if update is not None and self.dice.random() < 0.9:
            writer.send(update)

    def flush(self) -> None:
        self._node().flush()

    def arrive(self) -> None:
        if self.country.lane.letters:
            self.country.lane.arrive(self.dice.randrange(len(self.country.lane.letters)))
        gevent.sleep(0)

    def lose(self) -> None:
        if self.country.lane.letters:
            self.country.lane.letters.pop(self.dice.randrange(len(self.country.lane.letters)))

    def repeat(self) -> None:
        if self.country.lane.letters:
            self.country.lane.letters.append(self.dice.choice(self.country.lane.letters))

    def read(self) -> None:
        self.dice.choice(self.writers).hear()

    def compact(self) -> None:
        node = self._node()
        node.room.uncompacted_rows = COMPACT_ROWS

    def look(self) -> None:
        self._node().house.neighbours.look_around()

    def die(self) -> None:
        """Its pages go over to a new process; what it had not stored is in the pages."""
        if self.dice.random() < 0.7:
            return
        node = self._node()
        self.keep_acknowledged()
        node.house = House(node.store, node.board, linger=0.0, relay=self.country.lane.node())
        for writer in self.writers:
            if writer.rig is node:
                self.rejoin(writer)

    def rejoin(self, writer: Writer) -> None:
        writer.join()
        writer.send(writer.doc.get_update(writer.vector))

    def keep_acknowledged(self) -> None:
        stored = self.country.north.stored_text()
        for writer in self.writers:
            refused = {post["mid"] for post in writer.rig.board.told(writer.sid, "refused")}
            told = [
                words
                for (sid, mid), words in self.sent.items()
                if sid == writer.sid and mid <= writer.acked() and mid not in refused
            ]
            assert [words for words in told if words not in stored and words not in self.erased] == [], stored

    def end(self) -> None:
        self.country.settle()
        for writer in self.writers:
            self.rejoin(writer)
        self.country.settle()
        until(lambda: not any(node.room.lags for node in (self.country.north, self.country.south)))
        for writer in self.writers:
            writer.hear()
        words = self.country.north.stored_text()
        stored = to_pm(service.load_state(self.country.north.document_id))
        rooms = [to_pm(node.room.replica.state()) for node in (self.country.north, self.country.south)]
        for shown in [*rooms, *(pm_of(writer.doc) for writer in self.writers)]:
            assert shown == stored
        self.keep_acknowledged()
        written = {f"<{number}>" for number in range(1, self.number + 1)}
        assert {token for token in written if token not in words} == self.erased & written

    def _node(self) -> Rig:
        return self.dice.choice([self.country.north, self.country.south])
