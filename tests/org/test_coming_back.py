"""A school that left comes back, by its old membership or a new one, but never twice; one leads the group."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.blueprints.org.models import Membership, MembershipRole, MembershipStatus
from app.core import clock
from tests.conftest import Browser
from tests.org.world import World


def day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def admissions(browser: Browser, world: World) -> str:
    browser.login(world.people["installation admin"])
    return f"/admin/groups/{world.group.group_id}/memberships/new"


def recorded(browser: Browser, membership: Membership, status: str, reason: str = "核对有误") -> str:
    """The page after somebody has written down what became of it."""
    answer = browser.post(
        f"/admin/memberships/{membership.id}/status",
        data={"status": status, "reason": reason, "counts_from": day(), "with_places": "y"},
        follow_redirects=True,
    )
    assert answer.status_code in {200, 422}
    return answer.text


def test_a_group_gets_no_second_core_school_by_the_way_back(
    browser: Browser, world: World, session: Session, admissions: str
) -> None:
    first = world.make.find(Membership, role=MembershipRole.LEAD)
    recorded(browser, first, "withdrawn")
    wanted = {"school": world.stranger.school_id, "role": "lead", "from_date": day(3)}
    assert browser.post(admissions, data=wanted).status_code == 303, "it may begin later"

    assert "已经有核心校" in recorded(browser, first, "active")

    session.expire_all()
    assert first.status is MembershipStatus.WITHDRAWN


def test_a_school_is_part_of_the_group_once(
    browser: Browser, world: World, session: Session, admissions: str
) -> None:
    recorded(browser, world.membership, "withdrawn")
    wanted = {"school": world.member.school_id, "role": "member", "from_date": day()}
    assert browser.post(admissions, data=wanted).status_code == 303

    assert "已经在集团里" in recorded(browser, world.membership, "active")


def test_admitted_again_on_the_day_of_a_mistake_it_is_told_the_way(
    browser: Browser, world: World, admissions: str
) -> None:
    wanted = {"school": world.stranger.school_id, "role": "member", "from_date": day()}
    assert browser.post(admissions, data=wanted).status_code == 303
    recorded(browser, world.make.find(Membership, school_id=world.stranger.school_id), "withdrawn")

    again = browser.post(admissions, data=wanted)

    assert (again.status_code, "改变状态，或者另选一天" in again.text) == (422, True)


def test_a_group_that_is_archived_takes_nobody_in(
    browser: Browser, world: World, session: Session, admissions: str
) -> None:
    browser.post(f"/admin/groups/{world.group.group_id}/archive")
    wanted = {"school": world.stranger.school_id, "role": "member", "from_date": day()}

    assert admissions not in browser.get(f"/admin/groups/{world.group.group_id}").text
    assert "这个集团已经归档" in browser.post(admissions, data=wanted).text
    assert "这个集团已经归档" in recorded(browser, world.membership, "active")
    session.expire_all()
    assert world.membership.status is MembershipStatus.WITHDRAWN


def test_nothing_ends_before_it_begins(browser: Browser, world: World, admissions: str) -> None:
    wanted = {"school": world.stranger.school_id, "role": "member", "from_date": day(10)}
    assert browser.post(admissions, data=wanted).status_code == 303
    coming = world.make.find(Membership, school_id=world.stranger.school_id)

    answer = browser.post(f"/admin/memberships/{coming.id}/last-day", data={"to_date": day(3)})

    assert (answer.status_code, "不能早于开始日期" in answer.text) == (422, True)


def test_a_warning_leaves_the_agreed_last_day_as_it_was(
    browser: Browser, world: World, session: Session, admissions: str
) -> None:
    browser.post(f"/admin/memberships/{world.membership.id}/last-day", data={"to_date": day(30)})

    recorded(browser, world.membership, "yellow")

    session.expire_all()
    assert world.membership.to_date == clock.today() + timedelta(days=30)


def test_who_left_on_an_agreed_day_did_not_stay_until_somebody_wrote_it_down(
    browser: Browser, world: World, session: Session, admissions: str
) -> None:
    agreed = clock.today() - timedelta(days=20)
    world.membership.to_date = agreed
    world.make.store(world.membership)

    recorded(browser, world.membership, "graduated")
    session.expire_all()
    assert (world.membership.status, world.membership.to_date) == (MembershipStatus.GRADUATED, agreed)

    recorded(browser, world.membership, "active")
    session.expire_all()
    assert world.membership.counts_on(clock.today())
