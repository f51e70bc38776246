"""Ending a post takes the rights it gave; what is said about the rest is true."""

import pytest

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind
from app.blueprints.preparation.states import State
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import (
    LONG_AGO,
    World,
    group_id_of,
    make_person,
    make_preparation,
    make_unit,
)


@pytest.fixture
def joint(make: Make, world: World) -> OrgUnit:
    return make_unit(make, UnitKind.LESSON_GROUP, "三年级语文联合备课组", world.group)


@pytest.fixture
def qin(make: Make, world: World, joint: OrgUnit) -> User:
    """Of a school, and in the joint lesson group of its group."""
    person = make_person(make, world.chinese, name="秦朗")
    make.store(Affiliation(user_id=person.id, unit_id=joint.id, role=Role.TEACHER, from_date=LONG_AGO))
    return person


@pytest.fixture
def head(make: Make, world: World) -> User:
    return make_person(make, world.group, Role.GROUP_HEAD)


def test_whoever_was_asked_by_name_stays_and_the_office_is_told(
    browser: Browser, make: Make, world: World, joint: OrgUnit, qin: User, head: User, lin: User
) -> None:
    group = group_id_of(world)
    kept = make_preparation(make, joint, lin, qin, group_id=group)
    make_preparation(make, joint, lin, qin, group_id=group, state=State.CANCELLED)
    make_preparation(make, joint, lin, group_id=group)
    place = make.find(Affiliation, user_id=qin.id, unit_id=joint.id)
    page = browser.login(head).get(f"/admin/people/{qin.id}").text
    assert "由这项任职得到的权限马上结束" in page
    assert "秦朗仍是 1 份备课的参加者，还能打开。" in page
    assert f'href="/preparations?person={qin.id}"' in page

    told = browser.post(f"/admin/affiliations/{place.id}/ending", follow_redirects=True).text

    assert "由它得到的权限立即失效" in told
    assert "秦朗仍是 1 份备课的参加者。" in told
    assert browser.login(qin).get(f"/preparations/{kept.id}/edit").status_code == 200


def test_the_last_post_leaves_nothing_and_nothing_is_said(
    browser: Browser, make: Make, world: World, joint: OrgUnit, head: User, lin: User
) -> None:
    only = make_person(make, joint)
    lost = make_preparation(make, joint, lin, only, group_id=group_id_of(world))
    browser.login(head)

    assert "份备课的参加者" not in browser.get(f"/admin/people/{only.id}").text
    place = make.find(Affiliation, user_id=only.id)
    told = browser.post(f"/admin/affiliations/{place.id}/ending", follow_redirects=True).text

    assert "份备课的参加者" not in told
    assert browser.login(only).get(f"/preparations/{lost.id}/edit").status_code in {403, 404}


def test_ending_all_counts_what_others_keep_open(
    browser: Browser, make: Make, world: World, joint: OrgUnit, qin: User, head: User, lin: User
) -> None:
    make_preparation(make, joint, lin, qin, group_id=group_id_of(world))
    make_preparation(make, world.chinese, lin, qin)
    make.store(Affiliation(user_id=qin.id, unit_id=world.stranger.id, role=Role.TEACHER, from_date=LONG_AGO))
    make_preparation(make, world.stranger, lin, qin)
    browser.login(head)
    address = f"/admin/people/{qin.id}/leaving"

    assert "秦朗仍是 1 份备课的参加者" in browser.get(address).text
    assert "秦朗仍是 1 份备课的参加者。" in browser.post(address, follow_redirects=True).text


def test_the_list_of_one_persons_preparations_shows_no_more_than_one_sees(
    browser: Browser, make: Make, world: World, qin: User, lin: User
) -> None:
    make_preparation(make, world.chinese, lin, qin, title="有秦朗的课")
    make_preparation(make, world.chinese, lin, title="没有秦朗的课")
    of_qin = f"/preparations?person={qin.id}"

    seen = browser.login(lin).get(of_qin).text
    assert "只列出秦朗参加的备课。" in seen
    assert "有秦朗的课" in seen
    assert "没有秦朗的课" not in seen
    assert "有秦朗的课" not in browser.login(make_person(make, world.stranger)).get(of_qin).text
