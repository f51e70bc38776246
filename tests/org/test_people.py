"""Finding people, seeing them, making and changing them."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import verify_password
from app.blueprints.org.models import Affiliation, Role, TeacherProfile, UnitKind
from app.core import clock
from tests.conftest import Browser
from tests.org.world import World, make_unit
from tests.queries import max_queries


def sheet(world: World, **given: object) -> dict[str, object]:
    return {
        "name": "林知远",
        "account_name": "QH0101",
        "unit": world.third.id,
        "role": "teacher",
        "subject": "mathematics",
        "title": "",
        "honour": "县骨干教师",
        "joined_on": "2019-08-20",
        "from_date": clock.today().isoformat(),
    } | given


def test_an_academic_director_makes_a_teacher_who_must_choose_a_password(
    browser: Browser, world: World, session: Session
) -> None:
    browser.login(world.people["academic director"])
    page = browser.post("/admin/people/new", data=sheet(world), follow_redirects=True)

    assert page.status_code == 200
    made = session.scalars(select(User).where(User.account_name == "QH0101")).one()
    shown = re.search(r'class="code">([^<]+)<', page.text)
    assert shown
    assert verify_password(made.password_hash, shown[1])
    assert made.must_change_password
    place = session.scalars(select(Affiliation).where(Affiliation.user_id == made.id)).one()
    assert (place.unit_id, place.role) == (world.third.id, Role.TEACHER)
    assert place.from_date == clock.today(), "not the day on which the person became a teacher"
    assert "起生效" not in page.text
    assert session.get_one(TeacherProfile, made.id).honour == "县骨干教师"
    assert page.request.path == f"/admin/people/{made.id}/password"
    again = browser.get(page.request.path)
    assert (again.status_code, shown[1] in again.text) == (410, False)
    assert "发放一个重置码" in again.text


def test_a_first_day_to_come_is_said_to_be_one(browser: Browser, world: World, session: Session) -> None:
    later = clock.today() + timedelta(days=20)
    browser.login(world.people["academic director"])

    page = browser.post(
        "/admin/people/new", data=sheet(world, from_date=later.isoformat()), follow_redirects=True
    )

    made = session.scalars(select(User).where(User.account_name == "QH0101")).one()
    place = session.scalars(select(Affiliation).where(Affiliation.user_id == made.id)).one()
    assert place.from_date == later
    assert session.get_one(TeacherProfile, made.id).joined_on == date(2019, 8, 20)
    assert "起生效，在那以前没有权限" in page.text
    more = {"unit": str(world.maths.id), "role": "teacher", "from_date": later.isoformat()}
    again = browser.post(f"/admin/people/{made.id}/affiliations/new", data=more, follow_redirects=True)
    assert "起生效，在那以前没有权限" in again.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "林"}, "姓名要有 2 到 40 个字"),
        ({"account_name": "林 知"}, "工号只能用字母"),
        ({"account_name": "T0001"}, "这个工号已经有人使用"),
        ({"phone": "abc"}, "手机号只能是数字"),
        ({"joined_on": "2099-01-01"}, "不晚于今天"),
        ({"joined_on": "1919-08-20"}, "1950 年以后"),
        ({"from_date": ""}, "aria-invalid"),
        ({"from_date": "2099-01-01"}, "最晚一年以后"),
        ({"email": "nobody"}, "这不像一个邮箱地址"),
        ({"role": "school_head"}, "aria-invalid"),
        ({"unit": "999999"}, "aria-invalid"),
        ({"role": "subject_leader"}, "这个职务不能在"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    browser: Browser, world: World, session: Session, wrong: dict[str, object], sentence: str
) -> None:
    before = session.scalars(select(User.id)).all()

    page = browser.login(world.people["academic director"]).post(
        "/admin/people/new", data=sheet(world, **wrong)
    )

    assert page.status_code == 422
    assert re.search(sentence, page.text), page.text
    assert session.scalars(select(User.id)).all() == before


def test_what_is_wrong_is_listed_in_the_order_of_the_page(browser: Browser, world: World) -> None:
    wrong = sheet(world, unit="", from_date="", name="", account_name="", joined_on="昨天")
    page = browser.login(world.people["academic director"]).post("/admin/people/new", data=wrong).text

    listed = re.findall(r'<a href="#([^"]+)">', page[page.index("需要修改：") :])[:5]
    assert listed == ["unit", "from_date", "name", "account_name", "joined_on"]
    standing = [name for name in re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page) if name in listed]
    assert standing == listed


@pytest.mark.parametrize("text", ["周若溪", "若溪", "zhouruo", "zrx", "zhou ruo", "QH77", "qh77"])
def test_people_are_found_by_name_pinyin_and_account(browser: Browser, world: World, text: str) -> None:
    world.person(world.lead, name="周若溪", account_name="QH7701")
    world.person(world.lead, name="何嘉言", account_name="XX1")

    page = browser.login(world.people["teacher"]).get("/admin/people", query_string={"q": text})

    assert "周若溪" in page.text
    assert "何嘉言" not in page.text


def test_people_are_filtered_by_school_role_and_unit(browser: Browser, world: World) -> None:
    browser.login(world.people["group office"])
    head, partner = world.people["school head"], world.people["partner"]

    in_member = browser.get(f"/admin/people?school={world.member.school_id}").text
    heads = browser.get("/admin/people?role=school_head").text
    in_unit = browser.get(f"/admin/people?unit={world.maths.id}").text

    assert f"/people/{partner.id}" in in_member
    assert f"/people/{head.id}" not in in_member
    assert f"/people/{head.id}" in heads
    assert f"/people/{partner.id}" not in heads
    assert f"/people/{world.people['lesson group leader'].id}" in in_unit
    assert f"/people/{head.id}" not in in_unit


def test_contact_is_shown_only_to_those_who_administer_the_person(browser: Browser, world: World) -> None:
    person = world.person(world.third, account_name="QH5150", phone="13800001234", email="a@school.test")

    colleague = browser.login(world.people["partner"]).get(f"/admin/people/{person.id}").text
    listed = browser.get("/admin/people").text
    director = browser.login(world.people["academic director"]).get(f"/admin/people/{person.id}").text

    for secret in ("13800001234", "a@school.test", "QH5150"):
        assert secret not in colleague
        assert secret not in listed
        assert secret in director
    assert f"/accounts/{person.id}" in director


def test_editing_changes_account_and_profile(browser: Browser, world: World, session: Session) -> None:
    person = world.people["teacher"]
    browser.login(world.people["school head"])
    assert browser.get(f"/admin/people/{person.id}/edit").status_code == 200

    changed = sheet(world, name="苏屿", account_name="QH9", phone="+86 138 0000 9999")
    page = browser.post(f"/admin/people/{person.id}/edit", data=changed)

    assert page.status_code == 303
    session.refresh(person)
    assert (person.name, person.name_pinyin, person.phone) == ("苏屿", "su yu", "13800009999")


def test_a_form_without_its_text_is_refused_and_clears_nothing(
    browser: Browser, world: World, session: Session
) -> None:
    person = world.people["teacher"]
    browser.login(world.people["school head"])
    browser.post(f"/admin/people/{person.id}/edit", data=sheet(world))
    cut_off = {name: value for name, value in sheet(world, account_name="QH0102").items() if name != "honour"}

    answers = [
        browser.post(address, data=cut_off)
        for address in (f"/admin/people/{person.id}/edit", "/admin/people/new")
    ]

    assert [(page.status_code, "请求不完整" in page.text) for page in answers] == [(422, True)] * 2
    session.expire_all()
    assert session.get_one(TeacherProfile, person.id).honour == "县骨干教师"


def test_somebody_in_two_groups_shows_each_only_what_is_theirs(browser: Browser, world: World) -> None:
    person = world.person(world.third, name="奔波客")
    world.affiliate(person, world.stranger)

    seen = browser.login(world.people["teacher"]).get(f"/admin/people/{person.id}").text
    everything = browser.login(person).get(f"/admin/people/{person.id}").text

    assert "远山" not in seen
    assert "远山" in everything


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_no_more_for_more_people(browser: Browser, world: World, count: int) -> None:
    for _number in range(count):
        world.affiliate(world.person(world.third), world.maths)
    browser.login(world.people["group office"])

    with max_queries(14):
        assert browser.get("/admin/people").status_code == 200


def test_who_manages_nothing_finds_a_directory_of_colleagues(browser: Browser, world: World) -> None:
    teacher = browser.login(world.people["teacher"]).get("/admin/").text
    assert "学校与同事" in teacher
    assert "学校与人员" not in teacher

    director = browser.login(world.people["academic director"]).get("/admin/").text
    assert "学校与人员" in director
    assert "学校与同事" not in director


def test_a_duty_held_in_two_units_is_named_once(browser: Browser, world: World) -> None:
    leader = world.person(world.third, Role.LESSON_GROUP_LEADER, name="穆清和")
    world.affiliate(leader, world.maths, Role.LESSON_GROUP_LEADER)

    page = browser.login(leader).get("/admin/people?q=穆清和").text

    assert page.count('<span class="chip">备课组长</span>') == 1


def test_who_has_left_stands_last_and_is_marked(browser: Browser, world: World) -> None:
    left = world.make.user(name="安可", name_pinyin="an ke")
    world.affiliate(left, world.maths, Role.SUBJECT_LEADER, ended_at=clock.now())
    world.make.user(name="白露", name_pinyin="bai lu")
    staying = world.person(world.maths, name="安可儿", name_pinyin="an ke er")

    page = browser.login(world.people["installation admin"]).get("/admin/people").text
    rows = re.findall(r'<li class="row">.*?</li>', page, re.DOTALL)
    row = {
        name: next(row for row in rows if f">{name}</a>" in row) for name in ("安可", "白露", staying.name)
    }

    assert [row["安可"], row["白露"]] == rows[-2:]
    assert "已离开" in row["安可"]
    assert "曾在青禾" in row["安可"]
    assert "教研组长" not in row["安可"]
    assert "没有任职" in row["白露"]
    assert "已离开" not in row[staying.name]


def test_the_places_of_a_person_stand_as_in_the_tree(browser: Browser, world: World) -> None:
    """However they came there; what is over stands below."""
    person = world.person(world.maths)
    for number, name in enumerate(("二", "五", "四"), start=1):
        grade = {"二": "g2", "五": "g5", "四": "g4"}[name]
        unit = make_unit(
            world.make, UnitKind.LESSON_GROUP, f"{name}年级数学备课组", world.maths,
            school_id=world.lead.school_id, grade=grade,
        )  # fmt: skip
        world.affiliate(person, unit, ended_at=clock.now() if number == 1 else None)

    page = browser.login(world.people["school head"]).get(f"/admin/people/{person.id}").text

    assert re.findall("([二四五])年级数学备课组</span>", page) == ["四", "五", "二"]
