"""The reader of updates agrees with pycrdt on random documents, and the gap guard with its pending rule."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText, merge_updates

from app.blueprints.coedit.room.gaps import clocks_after
from app.blueprints.coedit.room.lib0 import Malformed
from app.blueprints.coedit.room.yupdate import read_shape, read_state_vector

WORDS = st.text("ab教学😀é\n", min_size=1, max_size=6)
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["text", "cut", "element", "mark", "values"]), WORDS),
    min_size=1,
    max_size=25,
)


class Author:
    """A person typing: keeps the updates they made, hears the others at once."""

    def __init__(self, client: int) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.made: list[bytes] = []
        self.root = self.doc.get("default", type=XmlFragment)
        self.doc.observe(lambda event: self.made.append(event.update))

    def act(self, kind: str, word: str) -> None:
        if kind == "values":
            values: Any = {"colwidth": [1, 2.5, None, True, word, 2**40]}
            self.put(XmlElement("image", values), word)
        elif kind == "element" or not list(self.root.children):
            self.put(XmlElement("heading", {"level": word}), word)
        else:
            self.change(list(self.root.children)[-1].children[0], kind, word)

    def put(self, element: XmlElement, word: str) -> None:
        self.root.children.append(element)
        element.children.append(XmlText(word))

    def change(self, text: XmlText, kind: str, word: str) -> None:
        if kind == "text":
            text.insert(0, word)
        elif kind == "mark":
            text.insert(0, word, {"bold": True, "comment": {"id": word}})
        elif len(text):
            del text[0 : len(text)]


def history(steps: list[tuple[int, str, str]]) -> list[bytes]:
    """Three people at work; every update once, in the order in which the server got it."""
    authors = [Author(client) for client in (3, 2**31 + 7, 2**52)]
    updates = []
    for who, kind, word in steps:
        authors[who].made.clear()
        authors[who].act(kind, word)
        news = list(authors[who].made)
        updates += news
        for other in authors:
            for update in news if other is not authors[who] else []:
                other.doc.apply_update(update)
    return updates


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_clocks_we_read_are_those_pycrdt_has(steps: list[tuple[int, str, str]]) -> None:
    replica: Doc[Any] = Doc()
    clocks: dict[int, int] = {}
    for update in history(steps):
        after = clocks_after(read_shape(update), clocks)
        assert after is not None
        clocks |= after
        replica.apply_update(update)
        assert read_state_vector(replica.get_state()) == clocks
    whole = read_shape(replica.get_update())
    assert {run.client: run.end for run in whole.runs if run.end} == clocks


@settings(max_examples=150, deadline=None)
@given(STEPS, st.data())
def test_an_update_is_a_gap_exactly_if_a_replica_would_keep_a_part_pending(
    steps: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    updates = history(steps)
    lost = data.draw(st.sets(st.integers(0, len(updates) - 1), max_size=3))
    clocks: dict[int, int] = {}
    replica: Doc[Any] = Doc()
    for number, update in enumerate(updates):
        if number in lost:
            continue
        after = clocks_after(read_shape(update), clocks)
        if after is not None:
            clocks |= after
            replica.apply_update(update)
        assert read_state_vector(replica.get_state()) == clocks


@settings(max_examples=100, deadline=None)
@given(STEPS, st.integers(1, 8))
def test_batches_merged_by_author_say_the_same_as_the_updates_one_by_one(
    steps: list[tuple[int, str, str]], size: int
) -> None:
    updates = history(steps)
    straight, batched = Doc[Any](), Doc[Any]()
    for update in updates:
        straight.apply_update(update)
    for start in range(0, len(updates), size):
        by_author: dict[int, list[bytes]] = {}
        for update in updates[start : start + size]:
            shape = read_shape(update)
            author = shape.runs[0].client if shape.runs else 0
            by_author.setdefault(author, []).append(update)
        for batch in by_author.values():
            batched.apply_update(merge_updates(*batch))
    assert batched.get_state() == straight.get_state()
    for doc in (straight, batched):
        doc.get("default", type=XmlFragment)
    assert str(batched.get("default", type=XmlFragment)) == str(straight.get("default", type=XmlFragment))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_garbage_is_malformed_and_nothing_worse(garbage: bytes) -> None:
    for read in (read_shape, read_state_vector):
        with contextlib.suppress(Malformed):
            read(garbage)


@settings(max_examples=100, deadline=None)
@given(STEPS, st.integers(0, 1 << 16), st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused(steps: list[tuple[int, str, str]], place: int, value: int) -> None:
    update = bytearray(merge_updates(*history(steps)))
    update[place % len(update)] = value  # client ids are random, so is the length
    with contextlib.suppress(Malformed):
        clocks_after(read_shape(bytes(update)), {})


def test_structs_that_stand_on_each_other_are_a_gap() -> None:
    in_a_circle = bytes([2, 1, 1, 0, 0x84, 2, 0, 1, 97, 1, 2, 0, 0x84, 1, 0, 1, 98, 0])
    assert clocks_after(read_shape(in_a_circle), {}) is None


@pytest.mark.parametrize(
    "update",
    [
        bytes([1, 1, 1, 0, 10, 5, 0]),  # a gap inside
        bytes([1, 1, 1, 0, 0, 255, 255, 255, 255, 127, 0]),  # absurdly long
        bytes([0, 0, 9]),  # something behind
        b"",
    ],
)
def test_what_no_editor_makes_is_malformed(update: bytes) -> None:
    with pytest.raises(Malformed):
        read_shape(update)


def test_what_stands_on_another_client_in_the_same_update_is_no_gap() -> None:
    ann, bo = Doc[Any](client_id=1), Doc[Any](client_id=2)
    ann.get("default", type=Text).insert(0, "one")
    bo.apply_update(ann.get_update())
    bo.get("default", type=Text).insert(1, "two")
    ann.apply_update(bo.get_update())
    ann.get("default", type=Text).insert(3, "three")

    shape = read_shape(ann.get_update())

    assert clocks_after(shape, {}) == read_state_vector(ann.get_state())
    assert clocks_after(shape, {1: 2}) is not None
