"""Whom the page of a new preparation offers to invite."""

import re

import pytest
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, Role
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import LONG_AGO, World, make_person
from tests.queries import max_queries


@pytest.fixture
def world(world: World, make: Make) -> World:
    make_person(make, world.third, name="穆清和")
    make_person(make, world.fourth, name="叶知秋")
    make_person(make, world.member_third, name="柏成蹊")
    make_person(make, world.chinese, name="温叙言")
    return world


def headings(page: str) -> list[str]:
    return [name.strip() for name in re.findall(r'class="people-school"[^>]*>\s*<summary>([^<]+)<', page)]


def offered(page: str) -> list[str]:
    return re.findall(r'name="invited_ids"[^>]*> ([^ <]+)', page)


def answers(world: World, lin: User, **more: object) -> dict[str, object]:
    return {"node_id": world.topic.id, "unit_id": world.third.id, "lead_preparer_id": lin.id} | more


def test_colleagues_stand_below_their_schools_and_nobody_of_the_unit_is_offered_again(
    browser: Browser, world: World, lin: User
) -> None:
    page = browser.login(lin).get(f"/preparations/new?node_id={world.topic.id}").text

    assert headings(page) == ["青禾实验小学", "柳溪小学"]
    assert offered(page) == ["叶知秋", "柏成蹊"]
    assert "备课组的 2 位老师已在备课组内" in page


def test_without_the_whole_unit_its_people_come_first(browser: Browser, world: World, lin: User) -> None:
    page = browser.login(lin).get("/preparations/new/colleagues", query_string=answers(world, lin)).text

    assert headings(page)[0] == "主备人的备课组"
    assert offered(page)[0] == "穆清和"


def test_the_lesson_group_of_the_chosen_leader_comes_first(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    leader = make_person(make, world.third, name="余听澜")
    make.store(
        Affiliation(user_id=leader.id, unit_id=world.member_third.id, role=Role.TEACHER, from_date=LONG_AGO)
    )
    given = answers(world, lin, whole_unit="y", lead_preparer_id=leader.id)

    page = browser.login(lin).get("/preparations/new/colleagues", query_string=given).text

    assert headings(page) == ["主备人的备课组", "青禾实验小学"]
    assert offered(page) == ["柏成蹊", "叶知秋"]


def test_teachers_of_any_subject_are_found_and_who_is_chosen_stays_so(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    ye = make.find(User, name="叶知秋")
    given = answers(world, lin, whole_unit="y", invited_ids=[ye.id], q="wxy")

    page = browser.login(lin).get("/preparations/new/colleagues", query_string=given).text

    assert offered(page) == ["叶知秋", "温叙言"]
    assert re.search(rf'value="{ye.id}" checked', page)

    inside = browser.get("/preparations/new/colleagues", query_string=given | {"q": "穆清和"}).text
    assert "已在备课组内" in inside
    assert offered(inside) == ["叶知秋"]


def test_nobody_from_outside_is_found(browser: Browser, make: Make, world: World, lin: User) -> None:
    stranger = make_person(make, world.stranger, name="秦朗")
    given = answers(world, lin, q="秦朗", invited_ids=[stranger.id])

    page = browser.login(lin).get("/preparations/new/colleagues", query_string=given).text

    assert offered(page) == []
    assert "没有找到“秦朗”" in page


def test_six_hundred_teachers_fit_on_the_page(
    browser: Browser, session: Session, world: World, lin: User
) -> None:
    people = [User(name=f"教师{number}", account_name=f"many{number}") for number in range(600)]
    session.add_all(people)
    session.flush()
    for at, person in enumerate(people):
        unit = (world.fourth, world.member_third)[at % 2]
        session.add(Affiliation(user_id=person.id, unit_id=unit.id, role=Role.TEACHER, from_date=LONG_AGO))
    session.commit()
    browser.login(lin)

    with max_queries(40):
        page = browser.get(f"/preparations/new?node_id={world.topic.id}")

    assert len(page.data) < 100_000
    assert len(offered(page.text)) == 300
    assert "还有 302 位没有列出" in page.text


def test_a_long_list_of_leaders_can_be_searched_and_stands_unit_by_unit(
    browser: Browser, make: Make, world: World, lin: User
) -> None:
    address = f"/preparations/new?node_id={world.topic.id}"
    assert 'data-behavior="narrow"' not in browser.login(lin).get(address).text, "few need no search"
    make.store(Affiliation(user_id=lin.id, unit_id=world.fourth.id, role=Role.TEACHER, from_date=LONG_AGO))
    for number in range(12):
        make_person(make, world.fourth if number % 2 else world.third, name=f"甲{number}")

    page = browser.get(address).text
    [select] = re.findall(r'<select[^>]*id="lead_preparer_id".*?</select>', page, re.DOTALL)

    assert 'type="search" form="none"' in page
    assert 'aria-controls="lead_preparer_id"' in page
    assert f'data-pinyin="{lin.name_pinyin}"' in select
    labels = re.findall(r'<optgroup label="([^"]+)"', select)
    assert len(labels) == 2
    assert select.count("<option") == len(set(re.findall(r'value="(\d+)"', select))), "each once"
