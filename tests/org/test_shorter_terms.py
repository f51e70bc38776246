"""A term that becomes shorter loses weeks."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.blueprints.org.models import Term, WeekKind
from app.blueprints.org.service.terms import lay_out_weeks
from app.blueprints.preparation.states import State
from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import World
from tests.pages import form_on
from tests.preparation.factories import make_preparation


@pytest.fixture
def term(make: Make, world: World) -> Term:
    """Of 21 weeks."""
    term = Term(group_id=world.group.group_id, school_year="2026—2027", no=1)
    term.start_date, term.end_date = date(2026, 9, 1), date(2027, 1, 22)
    lay_out_weeks(term)
    return make.store(term)


def test_weeks_with_something_entered_are_lost_knowingly_only(
    browser: Browser, world: World, session: Session, term: Term
) -> None:
    term.weeks[17].note, term.weeks[19].kind = "期末复习", WeekKind.REVIEW
    session.commit()
    address = f"/admin/terms/{term.id}/edit"
    browser.login(world.people["group office"])
    page = browser.get(address)
    assert "确认：删去这些周次" not in page.text, "nothing is lost yet"

    page = browser.post(address, data=form_on(page, end_date="2026-11-06"))

    assert page.status_code == 422
    assert "这样学期只有 10 周，后面的周次里填写过：第 18 周（期末复习）、第 20 周。" in page.text
    session.expire_all()
    assert (len(term.weeks), term.end_date) == (21, date(2027, 1, 22))
    assert browser.post(address, data=form_on(page, lose_weeks="y")).status_code == 303
    session.expire_all()
    assert len(term.weeks) == 10


def test_weeks_nobody_touched_may_go(browser: Browser, world: World, session: Session, term: Term) -> None:
    term.weeks[4].note = "国庆节"
    session.commit()
    address = f"/admin/terms/{term.id}/edit"
    page = browser.login(world.people["group office"]).get(address)

    assert browser.post(address, data=form_on(page, end_date="2026-11-06")).status_code == 303


def test_weeks_in_which_lessons_are_prepared_stay(
    browser: Browser, make: Make, world: World, session: Session, term: Term
) -> None:
    lead = world.person(world.lead)
    for week_no, state in (
        (13, State.DRAFTING),
        (13, State.FINALIZED),
        (15, State.DRAFTING),
        (20, State.CANCELLED),
    ):
        make_preparation(make, world.lead, lead, term_id=term.id, week_no=week_no, state=state)
    address = f"/admin/terms/{term.id}/edit"
    page = browser.login(world.people["group office"]).get(address)

    refused = browser.post(address, data=form_on(page, end_date="2026-11-06") | {"lose_weeks": "y"})

    assert refused.status_code == 422
    assert "已经有集体备课（第 13 周 2 次、第 15 周 1 次），学期不能缩短到这一天。" in refused.text
    session.expire_all()
    assert len(term.weeks) == 21
    assert browser.post(address, data=form_on(page, end_date="2026-12-11")).status_code == 303
