"""Ended by mistake: one post, or all of them, are given back on the person's page."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, Role
from app.core import clock
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.org.world import World
from tests.queries import max_queries


@pytest.fixture
def leaving(world: World) -> User:
    """Somebody of one school with two posts in it and one elsewhere."""
    person = world.person(world.maths, name="秦朗")
    world.affiliate(person, world.third, Role.LESSON_GROUP_LEADER)
    world.affiliate(person, world.stranger)
    return person


def held_by(person: User, session: Session) -> set[tuple[int, Role]]:
    session.expire_all()
    rows = session.scalars(select(Affiliation).filter_by(user_id=person.id))
    return {(row.unit_id, row.role) for row in rows if not row.is_over(clock.today())}


def test_a_whole_ending_is_taken_back_in_one_go(
    browser: Browser, world: World, session: Session, leaving: User
) -> None:
    before = held_by(leaving, session)
    browser.login(world.people["school head"])
    page = f"/admin/people/{leaving.id}"
    assert "/restoration" not in browser.get(page).text
    assert browser.post(f"{page}/leaving").status_code == 303
    assert held_by(leaving, session) == {(world.stranger.id, Role.TEACHER)}
    assert "恢复这次一起结束的 2 项任职" in browser.get(page).text

    ended = world.make.find(Affiliation, user_id=leaving.id, unit_id=world.third.id)
    address = f"/admin/affiliations/{ended.id}/restoration"
    answer = browser.post(address, data={"together": "1"}, follow_redirects=True)

    assert "已恢复 2 项任职，从今天起有效。" in answer.text
    assert "恢复这次一起结束的" not in answer.text
    assert held_by(leaving, session) == before
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.target_id == leaving.id)).all()
    assert actions.count("org.affiliation_restored") == 2
    assert browser.post(address).status_code == 409, "held again"


def test_one_ended_post_is_given_back_by_itself(
    browser: Browser, world: World, session: Session, leaving: User
) -> None:
    ended = world.make.find(Affiliation, user_id=leaving.id, unit_id=world.maths.id)
    browser.login(world.people["academic director"])
    browser.post(f"/admin/affiliations/{ended.id}/ending")
    assert (world.maths.id, Role.TEACHER) not in held_by(leaving, session)
    assert f"/admin/affiliations/{ended.id}/restoration" in browser.get(f"/admin/people/{leaving.id}").text

    assert browser.post(f"/admin/affiliations/{ended.id}/restoration").status_code == 303

    assert (world.maths.id, Role.TEACHER) in held_by(leaving, session)


def test_what_ended_one_after_the_other_did_not_end_in_one_go(
    browser: Browser, world: World, leaving: User
) -> None:
    browser.login(world.people["school head"])
    for unit in (world.maths, world.third):
        ended = world.make.find(Affiliation, user_id=leaving.id, unit_id=unit.id)
        assert browser.post(f"/admin/affiliations/{ended.id}/ending").status_code == 303

    page = browser.get(f"/admin/people/{leaving.id}").text
    assert page.count("/restoration") == 2
    assert "恢复这次一起结束的" not in page


def test_only_who_could_add_the_post_gives_it_back(
    browser: Browser, world: World, session: Session, leaving: User
) -> None:
    led = world.make.find(Affiliation, user_id=leaving.id, unit_id=world.third.id)
    led.ended_at = clock.now()
    world.make.store(led)
    page, address = f"/admin/people/{leaving.id}", f"/admin/affiliations/{led.id}/restoration"

    for who in ("teacher", "lesson group leader", "partner head"):
        assert address not in browser.login(world.people[who]).get(page).text
        assert browser.post(address).status_code == 403, who
    assert browser.login(world.people["stranger head"]).post(address).status_code == 404
    assert address in browser.login(world.people["subject leader"]).get(page).text
    assert browser.post(address).status_code == 303


def test_who_works_elsewhere_by_now_does_not_come_back_after_a_week(
    browser: Browser, world: World, leaving: User
) -> None:
    """The school they left could otherwise take over the account."""
    for unit in (world.maths, world.third):
        place = world.make.find(Affiliation, user_id=leaving.id, unit_id=unit.id)
        place.ended_at = clock.now() - timedelta(days=9)
        world.make.store(place)
    address = f"/admin/affiliations/{place.id}/restoration"

    head = browser.login(world.people["school head"])
    assert address not in head.get(f"/admin/people/{leaving.id}").text
    assert head.post(address).status_code == 403
    assert browser.login(world.people["installation admin"]).post(address).status_code == 303


def test_what_ended_at_different_times_is_not_one_ending(
    browser: Browser, world: World, session: Session, leaving: User
) -> None:
    now = clock.now()
    for unit, day in ((world.maths, 3), (world.third, 1)):
        place = world.make.find(Affiliation, user_id=leaving.id, unit_id=unit.id)
        place.ended_at = now - timedelta(days=day)
        world.make.store(place)
    text = browser.login(world.people["school head"]).get(f"/admin/people/{leaving.id}").text

    assert text.count("/restoration") == 2
    assert "一起结束的" not in text


def test_posts_that_ran_out_on_the_same_day_come_back_together(
    browser: Browser, world: World, session: Session, leaving: User
) -> None:
    for unit in (world.maths, world.third):
        place = world.make.find(Affiliation, user_id=leaving.id, unit_id=unit.id)
        place.to_date = clock.today() - timedelta(days=1)
        world.make.store(place)
    browser.login(world.people["school head"])

    assert "恢复这次一起结束的 2 项任职" in browser.get(f"/admin/people/{leaving.id}").text
    browser.post(f"/admin/affiliations/{place.id}/restoration", data={"together": "1"})

    rows = session.scalars(select(Affiliation).filter_by(user_id=leaving.id, from_date=clock.today())).all()
    assert [row.to_date for row in rows] == [None, None]


def test_however_much_has_ended_the_page_asks_the_same(browser: Browser, world: World, leaving: User) -> None:
    browser.login(world.people["school head"])
    world.affiliate(leaving, world.lead, ended_at=clock.now())
    page = f"/admin/people/{leaving.id}"
    browser.get(page)
    with max_queries(60) as asked:
        browser.get(page)
    for role in (Role.STUDIO_HOST, Role.EXTERNAL_EXPERT, Role.SUBJECT_LEADER):
        for unit in (world.maths, world.third):
            world.affiliate(leaving, unit, role, ended_at=clock.now())
            world.affiliate(leaving, unit, role)

    with max_queries(len(asked)):
        browser.get(page)
