"""Named sections stay, whatever a page sends, until one is taken out on purpose; none stands twice."""

import random
from collections.abc import Collection, Iterator
from itertools import chain, permutations
from typing import Any

import pytest
from flask import Flask
from pycrdt import XmlElement, XmlFragment, XmlText

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.room import limits
from app.blueprints.coedit.text.content import from_pm, pm_of, to_pm
from app.blueprints.coedit.text.schema import FRAGMENT, Node, doc, paragraph, text_node
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.desks import HOST
from tests.coedit.house_rig import Rig, Writer
from tests.coedit.lane import Lane

NAMES = {"objectives": "教学目标", "process": "教学过程", "homework": "作业设计"}


def heading(key: str) -> Node:
    return {
        "type": "heading",
        "attrs": {"level": 2, "section": key},
        "content": [text_node(NAMES[key], [{"type": "bold"}])],
    }


def plan() -> Node:
    sections = ([heading(key), paragraph(text_node(f"{name}的内容"))] for key, name in NAMES.items())
    return doc(paragraph(text_node("题记")), *chain(*sections))


def found(rig: Rig) -> None:
    """The rig's document is a plan with sections."""
    with unit_of_work():
        author = db.session.get_one(User, rig.user_id("周若溪"))
        rig.document_id = service.create_document(HOST, "教案", state=from_pm(plan()), author=author).id


@pytest.fixture
def school(rig: Rig) -> Rig:
    found(rig)
    return rig


class Teacher(Writer):
    """Somebody with a tool instead of our editor."""

    @property
    def root(self) -> XmlFragment:
        root: XmlFragment = self.doc.get(FRAGMENT, type=XmlFragment)
        return root

    def block(self, words: str) -> int:
        return next(n for n, block in enumerate(self.root.children) if words in str(block))

    def tell(self, without: Collection[str] = ()) -> int:
        """Send what was done since the last time."""
        self.mid += 1
        update = self.doc.get_update(self.vector)
        self.vector = self.doc.get_state()
        self.rig.room.offer(self.member, self.mid, update, without)
        self.rig.house.pump.add(self.rig.room)
        return self.mid

    def clear(self) -> None:
        del self.root.children[0 : len(self.root.children)]

    def rebuild(self, node: Node) -> None:
        """As the editor does where it cannot keep an element: another one in its place."""
        level, key = node["attrs"]["level"], node["attrs"]["section"]
        element = XmlElement("heading", {"level": level, "section": key})
        self.root.children.append(element)
        words = XmlText()
        element.children.append(words)
        words.insert(0, node["content"][0]["text"], {"bold": {}})

    def select_all_and_delete(self) -> None:
        self.clear()
        for key in NAMES:
            self.rebuild(heading(key))

    def hear(self) -> None:
        super().hear()
        self.vector = self.doc.get_state()

    def shown(self) -> Node:
        return pm_of(self.doc)


def lines(node: Node) -> list[tuple[str, str]]:
    """(key, words) of each block."""
    return [
        (block.get("attrs", {}).get("section", ""), "".join(_texts(block)))
        for block in node.get("content", [])
    ]


def _texts(node: Node) -> Iterator[str]:
    yield node.get("text", "")
    for child in node.get("content", []):
        yield from _texts(child)


def agree(rig: Rig, *teachers: Teacher) -> list[tuple[str, str]]:
    """What everybody shows, and the database holds."""
    for teacher in teachers:
        teacher.hear()
    db.session.rollback()
    stored = to_pm(service.load_state(rig.document_id))
    assert [teacher.shown() for teacher in teachers] == [stored] * len(teachers)
    return lines(stored)


def test_a_heading_that_is_deleted_is_put_back_where_it_stood(school: Rig) -> None:
    ann, eve = Teacher(school, "ann"), Teacher(school, "eve")
    del eve.root.children[eve.block("教学过程")]

    sent = eve.tell()
    school.flush()

    assert eve.acked() == sent
    assert agree(school, ann, eve) == lines(plan())
    assert to_pm(service.load_state(school.document_id)) == plan()  # level and marks too


def test_what_stood_below_is_not_brought_back_but_every_heading_is(school: Rig) -> None:
    ann, eve = Teacher(school, "ann"), Teacher(school, "eve")
    eve.clear()
    eve.tell()
    school.flush()

    assert agree(school, ann, eve) == list(NAMES.items())


def test_a_heading_made_into_a_paragraph_keeps_its_words_twice(school: Rig) -> None:
    ann, eve = Teacher(school, "ann"), Teacher(school, "eve")
    place = eve.block("教学过程")
    del eve.root.children[place]
    element = XmlElement("paragraph")
    eve.root.children.insert(place, element)
    element.children.append(XmlText("教学过程改成正文"))
    eve.tell()
    school.flush()

    assert [line for line in agree(school, ann, eve) if "过程" in line[1]][:2] == [
        ("process", "教学过程"),
        ("", "教学过程改成正文"),
    ]


@pytest.mark.parametrize("value", [None, "other", ""])
def test_a_heading_that_forgets_its_key(school: Rig, value: str | None) -> None:
    ann, eve = Teacher(school, "ann"), Teacher(school, "eve")
    element: Any = eve.root.children[eve.block("教学过程")]
    if value is None:
        del element.attributes["section"]
    else:
        element.attributes["section"] = value
    eve.tell()
    school.flush()

    keys = [key for key, _words in agree(school, ann, eve)]
    assert [keys.count(key) for key in NAMES] == [1, 1, 1]


def test_a_section_is_taken_out_on_purpose(school: Rig) -> None:
    ann, bo = Teacher(school, "ann"), Teacher(school, "bo")
    place = ann.block("教学过程")
    del ann.root.children[place : place + 2]
    ann.tell(without=["process"])
    school.flush()
    del bo.root.children[0]
    bo.hear()
    bo.tell()
    school.flush()

    assert agree(school, ann, bo) == lines(doc(*plan()["content"][1:3], *plan()["content"][5:]))


def test_the_permission_is_for_this_section_and_this_time(school: Rig) -> None:
    ann, eve = Teacher(school, "ann"), Teacher(school, "eve")
    eve.clear()
    eve.tell(without=["process"])
    school.flush()
    assert agree(school, ann, eve) == [("objectives", "教学目标"), ("homework", "作业设计")]

    eve.rebuild(heading("process"))
    eve.tell()
    school.flush()
    del eve.root.children[eve.block("教学过程")]
    eve.tell()
    school.flush()
    assert ("process", "教学过程") in agree(school, ann, eve)


@pytest.mark.parametrize("together", [True, False])
def test_two_select_all_and_delete_at_once(school: Rig, together: bool) -> None:
    ann, bo = Teacher(school, "ann"), Teacher(school, "bo")
    for teacher in (ann, bo):
        teacher.select_all_and_delete()
    ann.tell()
    if not together:
        school.flush()
    bo.tell()
    school.flush()

    shown = agree(school, ann, bo)
    assert sorted(line for line in shown if any(line)) == sorted(NAMES.items())


def test_what_both_typed_into_the_headings_meanwhile_stays(school: Rig) -> None:
    ann, bo = Teacher(school, "ann"), Teacher(school, "bo")
    for teacher, words in ((ann, "甲"), (bo, "乙")):
        teacher.select_all_and_delete()
        element: Any = teacher.root.children[0]
        element.children[0].insert(0, words)
        teacher.tell()
    school.flush()
    late: Any = bo.root.children[1]  # its own 教学过程, which may be the one that gives way
    late.children[0].insert(0, "丙")
    bo.tell()
    school.flush()

    words = "".join(words for _key, words in agree(school, ann, bo))
    assert all(letter in words for letter in "甲乙丙")
    keys = [key for key, _words in agree(school, ann, bo) if key]
    assert sorted(keys) == sorted(NAMES)


def test_ordinary_writing_never_looks_at_the_sections(school: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would cost every keystroke a walk through the whole text."""
    ann = Teacher(school, "ann")
    words: Any = ann.root.children[0]
    watched: list[int] = []
    keeper = school.room.replica._keeper
    monkeypatch.setattr(keeper, "watch", lambda *_any: watched.append(1))

    words.children[0].insert(0, "写一些")
    ann.tell()
    del words.children[0][0:3]
    ann.tell()
    school.flush()
    assert watched == []

    words.children[0].format(0, 3, {"bold": {}})
    ann.tell()
    school.flush()
    assert watched == []


@pytest.mark.parametrize("order", list(permutations(["first", "second"])))
def test_two_nodes_that_together_doubled_or_lost_a_section(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    monkeypatch.setattr(limits, "TAKE_SECONDS", 60.0)
    with own_app.app_context():
        lane = Lane()
        north = Rig(busy_milliseconds=5000, relay=lane.node())
        found(north)
        south = Rig.on_another_node(north, lane.node())
        ann, bo = Teacher(north, "ann"), Teacher(south, "bo")
        for teacher in (ann, bo):
            teacher.select_all_and_delete()
            teacher.tell()
        for name in order:
            {"first": north, "second": south}[name].flush()
        settle(lane, north, south)
        shown = agree(north, ann, bo)
        assert sorted(line for line in shown if any(line)) == sorted(NAMES.items())
        for teacher in (ann, bo):
            del teacher.root.children[teacher.block("教学过程")]
            teacher.tell()
        settle(lane, north, south)
        assert [key for key, _words in agree(north, ann, bo)].count("process") == 1
        north.close()
        south.close()


def settle(lane: Lane, *nodes: Rig) -> None:
    for _ in range(4):
        for node in nodes:
            node.flush()
            node.house.neighbours.look_around()
        lane.deliver()


@pytest.mark.parametrize("seed", range(15))
def test_whatever_three_people_do_every_section_stands_once(school: Rig, seed: int) -> None:
    dice = random.Random(seed)
    people = [Teacher(school, name) for name in ("ann", "bo", "eve")]
    for _ in range(25):
        teacher = dice.choice(people)
        _do_something(teacher, dice)
        if dice.random() < 0.6:
            teacher.tell()
        if dice.random() < 0.5:
            school.flush()
        if dice.random() < 0.5 and teacher.vector == teacher.doc.get_state():
            teacher.hear()
    for teacher in people:
        teacher.tell()
        school.flush()

    keys = [key for key, _words in agree(school, *people) if key]
    assert sorted(keys) == sorted(NAMES)


def _do_something(teacher: Teacher, dice: random.Random) -> None:
    blocks = teacher.root.children
    place = dice.randrange(len(blocks)) if len(blocks) else None
    match dice.randrange(5):
        case 0 if place is not None:
            del blocks[place]
        case 1:
            teacher.select_all_and_delete()
        case 2:
            teacher.rebuild(heading(dice.choice(list(NAMES))))
        case 3 if place is not None:
            block: Any = blocks[place]
            if len(block.children):
                block.children[0].insert(0, "字")
        case _:
            element = XmlElement("paragraph")
            blocks.insert(place or 0, element)
            element.children.append(XmlText("段"))
