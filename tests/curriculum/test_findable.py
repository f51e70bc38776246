"""Topics in the search: the index follows the trees, own trees stay with their school."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.curriculum.service.copying import copy_volume
from app.blueprints.curriculum.service.editing import archive_node, edit_node, restore_node
from app.blueprints.curriculum.service.loading import load_shipped
from app.blueprints.search.service import find
from app.core.db import db
from app.core.uow import unit_of_work
from app.ports import search
from tests.factories import Make
from tests.org.world import World, make_world

Deliver = Callable[[], int]
BOOK = "pep-2012-physics-g8-second"


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.fixture(autouse=True)
def shipped(app: Flask, world: World, tmp_path: Path, deliver: Deliver) -> Iterator[None]:
    before = app.extensions["search"]
    search.use(app, WhooshSearch(tmp_path / "index"))
    with app.app_context(), unit_of_work():
        load_shipped([BOOK])
    deliver()
    yield
    search.use(app, before)


def found(app: Flask, text: str, reader: User) -> list[str]:
    with app.test_request_context():
        hits, _results = find(text, actor=db.session.get_one(User, reader.id), kind="topic")
        return [hit.link.title for hit in hits]


@pytest.mark.parametrize("typed", ["浮力", "八下物理浮力", "fuli", "浮力 八", "人教版 八年级 物理 浮力"])
def test_a_shipped_topic_is_found_by_everybody(app: Flask, world: World, typed: str) -> None:
    assert found(app, typed, world.people["stranger"])[0] == "浮力"


def test_a_second_start_has_nothing_to_index(app: Flask, deliver: Deliver) -> None:
    with app.app_context(), unit_of_work():
        load_shipped([BOOK])

    assert deliver() == 0


def test_an_own_tree_is_found_where_it_belongs(app: Flask, world: World, deliver: Deliver) -> None:
    director = world.people["academic director"]
    with app.test_request_context(), unit_of_work():
        actor = db.session.get_one(User, director.id)
        book = CurriculumNode.kind == NodeKind.VOLUME
        volume = db.session.query(CurriculumNode).filter(book).one()
        own = copy_volume(volume, owner=db.session.merge(world.lead), actor=actor)
        inside = CurriculumNode.path.startswith(own.path) & (CurriculumNode.name == "浮力")
        node = db.session.query(CurriculumNode).filter(inside, CurriculumNode.kind == NodeKind.TOPIC).one()
        edit_node(node, name="浮力与轮船模型", periods=2, actor=actor)
        number = node.id
    deliver()
    assert found(app, "轮船模型", director) == ["浮力与轮船模型"]
    assert found(app, "轮船模型", world.people["stranger"]) == []

    for change, names in ((archive_node, []), (restore_node, ["浮力与轮船模型"])):
        with app.test_request_context(), unit_of_work():
            actor = db.session.get_one(User, director.id)
            change(db.session.get_one(CurriculumNode, number), actor=actor)
        deliver()
        assert found(app, "轮船模型", director) == names
