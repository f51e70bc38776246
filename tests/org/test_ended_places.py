"""What ended when a school left, on the page of its membership: to be looked through and given back."""

import re

import pytest

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind
from app.core import clock
from tests.conftest import Browser
from tests.org.world import World, make_unit
from tests.queries import max_queries


@pytest.fixture
def joint(world: World) -> list[OrgUnit]:
    """Two units of the group itself; the one set up first is read last."""
    return [
        make_unit(
            world.make, UnitKind.LESSON_GROUP, f"{name}数学联合备课组", world.group,
            group_id=world.group.group_id, grade=grade,
        )
        for name, grade in (("五年级", "g5"), ("二年级", "g2"))
    ]  # fmt: skip


@pytest.fixture
def left(browser: Browser, world: World, joint: list[OrgUnit]) -> str:
    """The address of the membership of a school that two people left with."""
    late, early = (world.person(world.member, name=name) for name in ("周若溪", "安可"))
    for unit in joint:
        world.affiliate(late, unit)
    world.affiliate(early, joint[0], Role.LESSON_GROUP_LEADER)
    address = f"/admin/memberships/{world.membership.id}"
    red = {
        "status": "red",
        "reason": "年检不合格",
        "with_places": "y",
        "counts_from": clock.today().isoformat(),
    }
    browser.login(world.people["group head"])
    assert browser.post(f"{address}/status", data=red).status_code == 303
    browser.login(world.people["installation admin"])
    return address


def card(page: str) -> str:
    found = re.search(r"随学校离开结束的任职.*?</section>", page, re.DOTALL)
    assert found
    return found[0]


def test_they_are_folded_person_by_person_in_the_order_of_names(browser: Browser, left: str) -> None:
    page = browser.get(left).text
    text = card(page)

    assert "随学校离开结束的任职 3" in text
    assert re.search(r"<details[^>]*>\s*<summary>2 人", text)
    assert " open" not in text
    said = re.findall(r"安可|周若溪|[二五]年级数学联合备课组 · \w+", text)
    assert said == [
        "安可",
        "五年级数学联合备课组 · 备课组长",
        "周若溪",
        "二年级数学联合备课组 · 教师",
        "五年级数学联合备课组 · 教师",
    ]


def test_they_stand_above_the_form_that_takes_the_school_back(browser: Browser, left: str) -> None:
    page = browser.get(left).text

    assert page.index("随学校离开结束的任职") < page.index(f'action="{left}/status"')


def test_who_has_left_the_school_meanwhile_is_named_as_one_who_stays_out(
    browser: Browser, world: World, left: str
) -> None:
    assert "不能一起恢复" not in card(browser.get(left).text), "nobody can be, while the school is out"
    own = world.make.find(Affiliation, unit_id=world.member.id, user_id=world.make.find(User, name="安可").id)
    own.ended_at = clock.now()
    world.make.store(own)
    back = {"status": "active", "reason": "年检合格", "counts_from": clock.today().isoformat()}
    assert browser.post(f"{left}/status", data=back).status_code == 303

    text = card(browser.get(left).text)

    assert "恢复 2 项任职" in text
    assert re.findall(r">(安可|周若溪)<|(不能一起恢复)", text) == [
        ("安可", ""),
        ("", "不能一起恢复"),
        ("周若溪", ""),
    ]


def test_however_many_places_ended_the_page_asks_the_same(
    browser: Browser, world: World, joint: list[OrgUnit], left: str
) -> None:
    with max_queries(40) as asked:
        browser.get(left)
    for number in range(8):
        person = world.person(world.member, name=f"教师{number}")
        unit, left_with = joint[number % 2], world.membership.id
        world.affiliate(person, unit, ended_at=clock.now(), ended_with_id=left_with)

    with max_queries(len(asked)):
        page = browser.get(left).text

    assert "随学校离开结束的任职 11" in page
