"""Appointing people and letting them go: rights come and go with it, the same minute."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import Affiliation, Role
from app.core import clock
from app.core.outbox import OutboxEntry
from tests.conftest import Browser
from tests.org.world import LONG_AGO, World


def appointment(unit_id: int, role: str = "teacher", **given: str) -> dict[str, str]:
    return {"unit": str(unit_id), "role": role, "from_date": clock.today().isoformat()} | given


def narrowed(session: Session) -> list[int]:
    rows = session.scalars(select(OutboxEntry).where(OutboxEntry.name == "org.access_narrowed"))
    return [row.payload["user_id"] for row in rows]


def another(browser: Browser) -> Browser:
    client = browser.application.test_client()
    assert isinstance(client, Browser)
    return client


def test_ending_one_of_two_affiliations_ends_that_access_the_same_minute(
    browser: Browser, world: World, session: Session
) -> None:
    roving = world.person(world.lead)
    second = world.affiliate(roving, world.stranger)
    theirs = world.people["stranger"]
    at_work = another(browser).login(roving)
    assert at_work.get(f"/admin/people/{theirs.id}").status_code == 200

    browser.login(world.people["stranger head"])
    assert browser.post(f"/admin/affiliations/{second.id}/ending").status_code == 303

    assert at_work.get(f"/admin/people/{theirs.id}").status_code == 404
    assert at_work.get(f"/admin/people/{world.people['teacher'].id}").status_code == 200
    assert narrowed(session) == [roving.id]
    assert browser.post(f"/admin/affiliations/{second.id}/ending").status_code == 409


def test_whoever_leaves_loses_all_affiliations_in_one_go(
    browser: Browser, world: World, session: Session
) -> None:
    leaving = world.person(world.lead)
    for unit in (world.maths, world.third):
        world.affiliate(leaving, unit)
    elsewhere = world.affiliate(leaving, world.stranger)
    browser.login(world.people["school head"])
    address = f"/admin/people/{leaving.id}/leaving"
    assert address in browser.get(f"/admin/people/{leaving.id}").text
    page = browser.get(address).text
    assert "将结束 3 项任职" in page
    assert "由别处管理，不会结束" in page

    assert browser.post(address).status_code == 303

    session.expire_all()
    places = session.scalars(select(Affiliation).filter_by(user_id=leaving.id)).all()
    assert [place.id for place in places if place.ended_at is None] == [elsewhere.id]
    assert set(narrowed(session)) == {leaving.id}
    assert browser.get(address).status_code in {403, 404}, "nothing is left to end"


def test_whoever_leaves_on_a_day_stays_until_then(browser: Browser, world: World, session: Session) -> None:
    leaving = world.person(world.lead)
    today = clock.today()
    last, soon, late = (today + timedelta(days=days) for days in (30, 3, 60))
    ends_before = world.affiliate(leaving, world.maths, to_date=soon)
    begins_after = world.affiliate(leaving, world.third, from_date=late)
    browser.login(world.people["school head"])
    address = f"/admin/people/{leaving.id}/leaving"

    yesterday = (today - timedelta(days=1)).isoformat()
    assert "不能早于今天" in browser.post(address, data={"to_date": yesterday}).text
    assert browser.post(address, data={"to_date": last.isoformat()}).status_code == 303

    session.expire_all()
    first = session.scalars(
        select(Affiliation).filter_by(user_id=leaving.id).order_by(Affiliation.id)
    ).first()
    assert first is not None
    assert (first.to_date, first.ended_at) == (last, None)
    assert session.get_one(Affiliation, ends_before.id).to_date == soon
    assert session.get_one(Affiliation, begins_after.id).ended_at is not None


def test_an_appointment_counts_at_once_and_until_its_last_day(
    browser: Browser, world: World, session: Session
) -> None:
    person = world.people["teacher"]
    browser.login(world.people["school head"])

    assert browser.get(f"/admin/people/{person.id}/affiliations/new").status_code == 200
    page = browser.post(
        f"/admin/people/{person.id}/affiliations/new", data=appointment(world.lead.id, "academic_director")
    )

    assert page.status_code == 303
    place = session.scalars(
        select(Affiliation).filter_by(role=Role.ACADEMIC_DIRECTOR, user_id=person.id)
    ).one()
    office = another(browser).login(person)
    assert office.get("/admin/people/new").status_code == 200
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert browser.get(f"/admin/affiliations/{place.id}/last-day").status_code == 200
    refused = browser.post(f"/admin/affiliations/{place.id}/last-day", data={"to_date": yesterday})
    assert refused.status_code == 422
    today = clock.today().isoformat()
    assert (
        browser.post(f"/admin/affiliations/{place.id}/last-day", data={"to_date": today}).status_code == 303
    )
    assert office.get("/admin/people/new").status_code == 200
    place.from_date, place.to_date = LONG_AGO, clock.today() - timedelta(days=1)
    session.commit()
    assert office.get("/admin/people/new").status_code == 403


def test_nobody_is_appointed_twice_or_where_the_role_has_no_seat(browser: Browser, world: World) -> None:
    person = world.people["teacher"]
    address = f"/admin/people/{person.id}/affiliations/new"
    browser.login(world.people["school head"])

    twice = browser.post(address, data=appointment(world.third.id))
    nowhere = browser.post(address, data=appointment(world.third.id, "academic_director"))
    backwards = browser.post(address, data=appointment(world.maths.id, to_date="2020-01-01"))

    assert (twice.status_code, nowhere.status_code, backwards.status_code) == (422, 422, 422)
    assert "已经担任这个职务" in twice.text
    assert "不能在" in nowhere.text
    assert "不能早于开始日期" in backwards.text


def test_nobody_grants_more_than_was_given_to_them(browser: Browser, world: World) -> None:
    """A forged form is refused whatever the page offered."""
    person = world.people["teacher"]
    address = f"/admin/people/{person.id}/affiliations/new"

    for role, granted in [
        ("lesson group leader", appointment(world.third.id, "lesson_group_leader")),
        ("subject leader", appointment(world.maths.id, "subject_leader")),
        ("academic director", appointment(world.lead.id, "academic_director")),
        ("school head", appointment(world.lead.id, "school_head")),
        ("group office", appointment(world.group.id, "group_office")),
        ("group head", appointment(world.group.id, "admin")),
        ("group admin", appointment(world.root.id, "admin")),
    ]:
        answer = browser.login(world.people[role]).post(address, data=granted)
        assert answer.status_code in {403, 404, 422}, role


def test_a_stranger_cannot_be_drawn_into_a_school_to_take_over_the_account(
    browser: Browser, world: World
) -> None:
    left = world.make.user()
    world.affiliate(left, world.maths, to_date=clock.today() - timedelta(days=30))
    address = f"/admin/people/{left.id}/affiliations/new"
    leader = browser.login(world.people["subject leader"])
    assert leader.post(address, data=appointment(world.third.id)).status_code == 404
    director = browser.login(world.people["academic director"])
    assert director.post(address, data=appointment(world.third.id)).status_code == 303
    partner = world.people["partner"]

    head = browser.login(world.people["partner head"])
    answer = head.post(
        f"/admin/people/{world.people['teacher'].id}/affiliations/new", data=appointment(world.member.id)
    )
    assert answer.status_code == 403
    office = browser.login(world.people["group office"])
    assert (
        office.post(
            f"/admin/people/{partner.id}/affiliations/new", data=appointment(world.maths.id)
        ).status_code
        == 303
    )


def test_a_password_of_somebody_mightier_cannot_be_reset(browser: Browser, world: World) -> None:
    both = world.person(world.third)
    world.affiliate(both, world.root, Role.ADMIN)

    browser.login(world.people["school head"])
    assert browser.get(f"/accounts/{both.id}").location == f"/admin/people/{both.id}"
    assert browser.get(f"/admin/people/{both.id}/edit").status_code == 403
    assert browser.get(f"/accounts/{world.people['academic director'].id}").status_code == 200
    browser.login(world.people["academic director"])
    assert browser.get(f"/accounts/{world.people['school head'].id}").status_code == 303
    assert browser.get(f"/accounts/{world.people['teacher'].id}").status_code == 200


def test_the_last_installation_administrator_stays(browser: Browser, world: World, session: Session) -> None:
    admin = world.people["installation admin"]
    place = session.scalars(select(Affiliation).filter_by(user_id=admin.id)).one()
    browser.login(admin)

    assert browser.post(f"/admin/affiliations/{place.id}/ending").status_code == 409
    world.person(world.root, Role.ADMIN)
    assert browser.post(f"/admin/affiliations/{place.id}/ending").status_code == 303
    assert browser.get("/admin/people/new").status_code == 403


def test_an_appointment_narrows_nobodys_access(browser: Browser, world: World, session: Session) -> None:
    browser.login(world.people["school head"]).post(
        f"/admin/people/{world.people['teacher'].id}/affiliations/new", data=appointment(world.maths.id)
    )

    assert session.scalars(select(OutboxEntry.name)).all() == ["org.people_changed"]
