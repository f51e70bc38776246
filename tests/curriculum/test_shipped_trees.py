"""The shipped files are complete, and loading them again and again is safe."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import reference
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.curriculum.service.loading import load_shipped, read_shipped, shipped_keys
from app.core.uow import unit_of_work
from tests.curriculum.factories import FRACTIONS, make_volume, make_world, ship
from tests.factories import Make

DEMO_TOPICS = [
    "看图写话", "习作：我做了一项小实验", "习作：介绍一种事物", "古诗复习：按主题整理", "看钟表、说时间",
    "认识分数（几分之一）", "乘法分配律", "平行四边形的面积", "百分数的意义和读写",
    "Part A: Red, green, yellow, blue", "Part B: Seasons, weather and activities", "简易电路", "种子发芽实验",
    "浮力", "欧姆定律", "从算式到方程", "勾股定理", "二次函数的概念", "沟通中外文明的“丝绸之路”", "遵守规则",
    "立定跳远", "剪纸：窗花设计", "种植记录：观察、测量与记录表",
]  # fmt: skip


@pytest.mark.parametrize("key", shipped_keys())
def test_a_shipped_volume_is_complete_and_names_what_exists(key: str) -> None:
    volume = read_shipped(key)

    edition = reference.editions()[volume["edition"]]
    offer = edition.offer(volume["subject"], volume["stage"])
    assert volume["source_key"] == key
    assert volume["source"]
    assert volume["grade"] in reference.subjects()[volume["subject"]].taught_in()
    assert reference.grades()[volume["grade"]].stage == volume["stage"]
    assert volume["volume"] in reference.volumes()
    assert offer is not None
    assert not offer.revision_years or volume["revision_year"] in offer.revision_years
    assert len(volume["units"]) >= 3
    for unit in volume["units"]:
        names = [topic["name"] for topic in unit["topics"]]
        assert names
        assert len(set(names)) == len(names)
        assert all(1 <= topic["periods"] <= 5 for topic in unit["topics"])
        assert max(map(len, [unit["name"], *names])) <= CurriculumNode.NAME_LENGTH


def test_no_source_key_is_used_twice() -> None:
    used: Counter[str] = Counter()
    for key in shipped_keys():
        for unit in read_shipped(key)["units"]:
            used[f"{key}/{unit['key']}"] += 1
            used.update(f"{key}/{unit['key']}/{topic['key']}" for topic in unit["topics"])

    assert max(used.values()) == 1


def test_the_topics_of_the_demonstration_are_there() -> None:
    topics = {
        topic["name"]
        for key in shipped_keys()
        for unit in read_shipped(key)["units"]
        for topic in unit["topics"]
    }

    assert len(shipped_keys()) >= 20
    assert set(DEMO_TOPICS) <= topics


def test_the_command_loads_everything_once(app: Flask, session: Session) -> None:
    first = app.test_cli_runner().invoke(args=["curriculum-load"])
    again = app.test_cli_runner().invoke(args=["curriculum-load"])

    nodes = session.scalar(select(func.count()).select_from(CurriculumNode))
    assert f"{nodes} added, 0 changed, 0 archived" in first.output
    assert "0 added, 0 changed, 0 archived" in again.output


def test_loaded_nodes_know_their_place_and_their_sound(app: Flask, session: Session) -> None:
    ship(app)

    topic = session.scalars(select(CurriculumNode).filter_by(source_key=f"{FRACTIONS}/u8/t1")).one()
    assert topic.kind is NodeKind.TOPIC
    assert (topic.name, topic.periods) == ("认识分数（几分之一）", 2)
    assert topic.name_pinyin.startswith("renshifenshujifenzhiyi ")
    assert topic.parent is not None
    assert topic.parent.parent is not None
    assert topic.path == f"/{topic.parent.parent.id}/{topic.parent.id}/{topic.id}/"
    assert topic.volume_id == topic.parent.parent.id
    assert topic.parent.parent.name == "数学 三年级上册 人教版"


def test_loading_again_repairs_shared_names_and_leaves_own_trees_alone(
    app: Flask, make: Make, session: Session
) -> None:
    own = make_volume(make, make_world(make).lead)
    ship(app)
    topic = session.scalars(select(CurriculumNode).filter_by(source_key=f"{FRACTIONS}/u8/t1")).one()
    topic.name, topic.periods = "旧名称", 9
    gone = CurriculumNode(
        kind=NodeKind.UNIT, name="删去的单元", source_key=f"{FRACTIONS}/u99", parent_id=topic.parent_id,
        **vars(topic.place),
    )  # fmt: skip
    session.add(gone)
    session.commit()

    with app.app_context(), unit_of_work():
        loaded = load_shipped([FRACTIONS])

    session.expire_all()
    assert (loaded.added, loaded.changed, loaded.archived) == (0, 1, 1)
    assert (topic.name, topic.periods) == ("认识分数（几分之一）", 2)
    assert gone.archived_at is not None
    assert own.archived_at is None
    assert own.name == "数学 三年级上册 人教版"
