"""Scenario 15, as far as plans go: what teachers type gives the plan they mean first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.search.kinds import kinds
from app.blueprints.search.service import find
from app.core.db import db
from app.demo.load.demonstration import Outcome, load_demonstration
from app.ports import search


@pytest.fixture(scope="module")
def reader(migrated_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    """Somebody of the district who sees both groups, with everything indexed."""
    before = migrated_app.extensions["search"]
    with db.engine.connect() as connection:
        outer = connection.begin()
        db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        with migrated_app.test_request_context():
            assert load_demonstration() is Outcome.LOADED
            search.use(migrated_app, WhooshSearch(Path(tmp_path_factory.mktemp("index"))))
            hand_in_everything()
            yield db.session.scalars(select(User).filter_by(account_name="admin")).one()
        outer.rollback()
    db.sessions.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")
    search.use(migrated_app, before)


def hand_in_everything() -> None:
    with search.current().rebuilding() as new:
        for kind in kinds().values():
            new.put(kind.describe(list(kind.numbers())))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("浮力 八年级 人教", "浮力"),
        ("fuli", "浮力"),
        ("FULI", "浮力"),
        ("浮力 教案 八年级 人教版", "浮力"),
        ("物理 初二 浮力", "浮力"),
        ("部编版 五上 说明文", "说明文阅读：读懂事物的样子"),
        ("統編版 說明文", "说明文阅读：读懂事物的样子"),
        ("認識幾分之一", "认识几分之一"),
        ("rsjfzy", "认识几分之一"),
        ("窗花", "剪纸：窗花里的团圆"),
        ("二次函數 圖象", "二次函数的图象与性质"),
        ("歪着折", "认识几分之一"),
        ("小青蛙", "节奏：小青蛙找家"),
        ("浮力 八", "浮力"),
        ("浮", "浮力"),
        ("八下物理浮力", "浮力"),
        ("初二物理浮力", "浮力"),
        ("浮力八下", "浮力"),
        ("八年级下册 浮力", "浮力"),
        ("阿基米德", "阿基米德原理"),
        ("ajmd", "阿基米德原理"),
        ("三上数学分数", "认识分数（几分之几）"),
        ("3上分数", "认识分数（几分之几）"),
        ("部编五上说明文", "说明文阅读：读懂事物的样子"),
        ("五上 说明文", "说明文阅读：读懂事物的样子"),
        ("周长公式", "周长是什么"),
        ("zhouchang", "周长是什么"),
        ("1/2", "认识几分之一"),
        ("１／２", "认识几分之一"),
        ("二分之一", "认识几分之一"),
        ("折纸 分数", "认识几分之一"),
        ("勾股", "勾股定理"),
        ("a²+b²=c²", "勾股定理"),
        ("a^2+b^2=c^2", "勾股定理"),
        ("二次函数y=ax²", "二次函数 y=ax² 的图象和性质"),
        ("配套问题", "一元一次方程的应用：配套与调度"),
        ("长方形周长", "长方形和正方形的周长"),
        ("長方形 周長", "长方形和正方形的周长"),
        ("weather", "Weather and Activities 天气与活动"),
        ("WEATHER", "Weather and Activities 天气与活动"),
        ("weath", "Weather and Activities 天气与活动"),
        ("天气 activities", "Weather and Activities 天气与活动"),
        ("欧姆", "欧姆定律"),
        ("欧姆定律 九", "欧姆定律"),
        ("ppt 浮力", "浮力"),
        ("丝绸之路", "丝绸之路"),
        ("周若溪", "周若溪"),
        ("若溪", "周若溪"),
        ("zhouruoxi", "周若溪"),
        ("zhou ruo xi", "周若溪"),
        ("zrx", "周若溪"),
        ("周ruoxi", "周若溪"),
        ("周若溪 青禾", "周若溪"),
        ("单慧敏", "单慧敏"),
        ("單慧敏", "单慧敏"),
        ("shanhuimin", "单慧敏"),
        ("danhuimin", "单慧敏"),
        ("shenshubai", "沈书白"),
        ("shenshubai 柳溪", "申书柏"),
        ("zhongli", "重力"),
        ("chongli", "重力"),
    ],
)
def test_what_is_typed_finds_the_plan_first(reader: User, typed: str, title: str) -> None:
    found, results = find(typed, actor=reader)

    assert found[0].link.title == title, [each.link.title for each in found]
    assert results.total < 25  # not simply everything


def test_a_word_only_in_the_body_is_shown_where_it_stands(reader: User) -> None:
    found, _results = find("弹簧测力计", actor=reader)

    assert found[0].link.title == "浮力"
    assert any(match and "测力计" in words for words, match in found[0].hit.passage)
