"""Topics are found by place, by word, by sound; own volumes come first; others' stay hidden."""

from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.curriculum.service.finding import search_topics, topics_for, volumes_for
from app.core import clock
from tests.curriculum.factories import make_node, make_person, make_volume, make_world, ship
from tests.factories import Make
from tests.queries import max_queries

KEYS = ("pep-2012-mathematics-g3-first", "pep-2012-physics-g8-second", "unified-2019-chinese-g5-first")


def names(nodes: Iterable[CurriculumNode]) -> list[str]:
    return [node.name for node in nodes]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("浮力", "浮力"),
        ("fuli", "浮力"),
        ("fl", "浮力"),
        ("认识分数", "认识分数（几分之一）"),
        ("rsfs", "认识分数（几分之一）"),
        ("三年级 数学 周长", "认识周长"),
        ("三上数学周长", "认识周长"),
        ("三年级上册数学认识周长", "认识周长"),
        ("部编版五上 习作", "习作：即景"),
        ("部编版 五上 习作", "习作：即景"),
        ("道法 浮力", None),
        ("科学", None),  # a subject without shipped volumes here, and no topic of that name
        ("100%", None),
        ("", None),
    ],
)
def test_a_topic_is_found_by_what_people_type(app: Flask, make: Make, words: str, first: str | None) -> None:
    ship(app, *KEYS)
    actor = make.user()

    with app.app_context():
        found = names(search_topics(actor, words))

    assert (found[0] if found else None) == first


def test_a_word_that_is_also_a_subject_still_finds_topics(app: Flask, make: Make) -> None:
    topic = make_node(make, None, NodeKind.TOPIC, "科学小论文", 1, None, subject="chinese")

    with app.app_context():
        found = search_topics(make.user(), "科学")

    assert [node.id for node in found] == [topic.id]


def test_topics_come_in_the_order_of_the_book(app: Flask, make: Make) -> None:
    ship(app, *KEYS)
    actor = make.user()

    with app.app_context(), max_queries(4):
        topics = topics_for(actor, subject="physics", grade="g8")

        assert names(topics)[:3] == ["力", "弹力", "重力"]
        assert topics[0].parent is not None
        assert topics[0].parent.name == "第七章 力"


def volumes_of(app: Flask, actor: User, **place: str) -> list[int]:
    with app.app_context():
        return [volume.id for volume in volumes_for(actor, **place)]


def test_own_volumes_come_first_and_those_of_strangers_not_at_all(app: Flask, make: Make) -> None:
    world = make_world(make)
    shared, own = make_volume(make), make_volume(make, world.lead)
    groups, foreign = make_volume(make, world.group), make_volume(make, world.stranger)
    of_member = make_volume(make, world.member)

    assert volumes_of(app, make_person(make, world.maths)) == [own.id, groups.id, shared.id]
    assert volumes_of(app, make_person(make, world.stranger)) == [foreign.id, shared.id]
    assert volumes_of(app, make_person(make, world.member)) == [groups.id, of_member.id, shared.id]
    assert volumes_of(app, make.user()) == [shared.id]
    assert volumes_of(app, make.user(), subject="chinese") == []


def test_what_was_put_away_is_not_offered(app: Flask, make: Make, session: Session) -> None:
    volume = make_volume(make)
    topic = session.scalars(select(CurriculumNode).filter_by(name="测量:练习")).one()
    topic.archived_at = clock.now()
    session.commit()

    with app.app_context():
        topics = topics_for(make.user(), volume_id=volume.id)

    assert names(topics) == ["测量:认识", "分数的初步认识:认识", "分数的初步认识:练习"]
