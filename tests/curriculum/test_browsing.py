"""Finding the way to a volume and a topic, in both languages, with few queries."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.references import Mention, _mentioners, mentioner
from tests.conftest import Browser
from tests.curriculum.factories import FRACTIONS, make_person, make_volume, make_world, ship
from tests.factories import Make
from tests.queries import max_queries

KEYS = (FRACTIONS, "pep-2012-physics-g8-second", "unified-2019-chinese-g5-first")


def test_each_step_offers_only_what_exists(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)
    browser.login(make.user())

    everything = browser.get("/curriculum?stage=").text
    junior = browser.get("/curriculum?stage=junior_middle").text

    assert "数学 三年级上册 · 人教版" in everything
    assert "物理 八年级下册 · 人教版" in everything
    assert "物理 八年级下册 · 人教版" in junior
    assert "数学 三年级上册 · 人教版" not in junior
    assert "语文" not in junior


def test_the_last_choice_is_remembered(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)
    browser.login(make.user())

    browser.get("/curriculum?stage=primary&subject=chinese")

    again = browser.get("/curriculum").text
    assert "语文 五年级上册 · 统编版" in again
    assert "数学 三年级上册" not in again


def test_a_teacher_begins_with_the_own_subject(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)

    page = browser.login(make_person(make, make_world(make).maths)).get("/curriculum").text

    assert "数学 三年级上册 · 人教版" in page
    assert "语文 五年级上册" not in page


def test_a_volume_shows_its_units_topics_and_lessons(app: Flask, browser: Browser, make: Make) -> None:
    ship(app)
    teacher = browser.login(make.user())

    page = teacher.get(f"/curriculum/volumes/{volume_id(app)}")

    assert page.status_code == 200
    assert "分数的初步认识" in page.text
    assert "认识分数（几分之一）" in page.text
    assert "10 个单元" in page.text
    assert "修改目录" not in page.text


def test_a_topic_tells_where_it_stands_and_what_refers_to_it(
    app: Flask, browser: Browser, make: Make, session: Session
) -> None:
    ship(app)
    topic = session.scalars(select(CurriculumNode).filter_by(source_key=f"{FRACTIONS}/u8/t1")).one()

    @mentioner
    def preparations(reader: object, node: CurriculumNode) -> list[Mention]:
        return [Mention(caption="集体备课", title=f"《{node.name}》共案", url="/preparations/7")]

    try:
        page = browser.login(make.user()).get(f"/curriculum/nodes/{topic.id}").text
    finally:
        _mentioners.remove(preparations)

    assert "分数的初步认识" in page
    assert "《认识分数（几分之一）》共案" in page
    assert 'href="/preparations/7"' in page


def test_topics_are_found_from_the_page(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)
    browser.login(make.user())

    assert "八年级下册" in browser.get("/curriculum?q=fuli").text
    assert "没有找到“魔法”" in browser.get("/curriculum?q=魔法").text


def test_the_pages_speak_english(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)
    browser.login(make.user(language="en"))

    assert "Mathematics Grade 3 Volume 1" in browser.get("/curriculum?stage=").text
    assert "Mathematics Grade 3 Volume 1" in browser.get(f"/curriculum/volumes/{volume_id(app)}").text


def test_pages_ask_few_questions(app: Flask, browser: Browser, make: Make) -> None:
    ship(app, *KEYS)
    world = make_world(make)
    own = make_volume(make, world.lead)
    browser.login(make_person(make, world.maths))

    with max_queries(9):
        browser.get("/curriculum?stage=")
    with max_queries(9):
        browser.get(f"/curriculum/volumes/{volume_id(app)}")
    with max_queries(9):
        browser.get(f"/curriculum/volumes/{own.id}?editing=1")
    with max_queries(9):
        browser.get(f"/curriculum/nodes/{own.id + 2}")
    with max_queries(9):
        browser.get("/curriculum/picker?subject=mathematics&grade=g3")


@pytest.mark.parametrize("path", ["", "/volumes/1", "/nodes/1", "/picker", "/imports/new", "/volumes/new"])
def test_guests_are_sent_to_the_sign_in_page(browser: Browser, path: str) -> None:
    answer = browser.get(f"/curriculum{path}")

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def volume_id(app: Flask, key: str = FRACTIONS) -> int:
    from app.core.db import db

    with app.app_context():
        return db.session.scalars(select(CurriculumNode.id).filter_by(source_key=key)).one()
