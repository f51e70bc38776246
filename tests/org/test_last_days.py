"""An agreed last day, of a school in its group or of a post: set, seen, and taken back."""

import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import Affiliation, Membership
from app.core import clock
from app.core.audit import AuditEntry
from tests.conftest import Browser
from tests.org.world import World


def story(page: str) -> str:
    found = re.search(r"<h2>经过</h2>.*?</section>", page, re.DOTALL)
    assert found
    return found[0]


def test_what_was_agreed_about_a_school_is_written_down_and_taken_back(
    browser: Browser, world: World, session: Session
) -> None:
    page = f"/admin/memberships/{world.membership.id}"
    admin = world.people["installation admin"]
    browser.login(admin)
    day = clock.today() + timedelta(days=30)
    assert "取消约定" not in browser.get(page).text

    assert browser.post(f"{page}/last-day", data={"to_date": day.isoformat()}).status_code == 303

    told = story(browser.get(page).text)
    assert "约定最后一天" in told
    assert admin.name in told
    assert f"{page}/last-day/removal" in browser.get(page).text
    assert browser.post(f"{page}/last-day/removal").status_code == 303
    session.expire_all()
    assert session.get_one(Membership, world.membership.id).to_date is None
    assert "取消约定" in story(browser.get(page).text)
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["org.membership_dated", "org.membership_undated"]
    assert browser.post(f"{page}/last-day/removal").status_code == 409


def test_a_day_that_is_over_is_not_taken_back(browser: Browser, world: World) -> None:
    world.membership.to_date = clock.today() - timedelta(days=1)
    world.make.store(world.membership)
    browser.login(world.people["installation admin"])

    answer = browser.post(f"/admin/memberships/{world.membership.id}/last-day/removal")

    assert answer.status_code == 409
    assert "已经过去" in answer.text


def test_the_last_day_of_a_post_is_taken_back(browser: Browser, world: World, session: Session) -> None:
    person = world.person(world.maths)
    place = world.affiliate(person, world.third, to_date=clock.today() + timedelta(days=3))
    browser.login(world.people["school head"])
    form = f"/admin/affiliations/{place.id}/last-day"
    assert f"{form}/removal" in browser.get(form).text

    assert browser.post(f"{form}/removal").status_code == 303

    session.expire_all()
    assert session.get_one(Affiliation, place.id).to_date is None
    assert f"{form}/removal" not in browser.get(form).text


def test_the_day_has_one_name_wherever_it_is_set(browser: Browser, world: World) -> None:
    teacher = world.people["teacher"]
    place = world.make.find(Affiliation, user_id=teacher.id)
    browser.login(world.people["installation admin"])
    for page in (
        f"/admin/people/{teacher.id}",
        f"/admin/people/{teacher.id}/leaving",
        f"/admin/people/{teacher.id}/affiliations/new",
        f"/admin/affiliations/{place.id}/last-day",
        f"/admin/memberships/{world.membership.id}",
    ):
        text = browser.get(page).text
        assert "最后一天" in text, page
        assert not re.search("到期日|到哪天为止|约定的最后一天", text), page
