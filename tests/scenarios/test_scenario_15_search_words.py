"""Scenario 15, as far as plans go: what teachers type gives the plan they mean first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.preparation.service.finding import all_numbers, described
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
            search.current().put(described(all_numbers()))
            yield db.session.scalars(select(User).filter_by(account_name="admin")).one()
        outer.rollback()
    db.sessions.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")
    search.use(migrated_app, before)


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
    ],
)
def test_what_is_typed_finds_the_plan_first(reader: User, typed: str, title: str) -> None:
    found, results = find(typed, actor=reader)

    assert found[0].link.title == title, [each.link.title for each in found]
    assert results.total < 15  # not simply everything


def test_a_word_only_in_the_body_is_shown_where_it_stands(reader: User) -> None:
    found, _results = find("弹簧测力计", actor=reader)

    assert found[0].link.title == "浮力"
    assert any(match and "测力计" in words for words, match in found[0].hit.passage)
