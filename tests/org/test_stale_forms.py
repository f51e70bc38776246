"""Forms of the administration, open in two windows at once."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.models import SchoolPeriod, Term, Week, WeekKind
from app.blueprints.org.service.terms import lay_out_weeks
from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import World
from tests.pages import form_on


@pytest.fixture
def term(make: Make, world: World) -> Term:
    term = Term(group_id=world.group.group_id, school_year="2026—2027", no=1)
    term.start_date, term.end_date = date(2026, 9, 1), date(2027, 1, 22)
    lay_out_weeks(term)
    return make.store(term)


def _week(session: Session, no: int) -> Week:
    session.expire_all()
    return session.scalars(select(Week).filter_by(week_no=no)).one()


def test_a_note_somebody_entered_meanwhile_stays(
    browser: Browser, world: World, session: Session, term: Term
) -> None:
    address = f"/admin/terms/{term.id}/weeks"
    browser.login(world.people["group office"])
    first, second = browser.get(address), browser.get(address)

    sent = {"weeks-2-note": "运动会", "weeks-2-kind": "flexible"}
    assert browser.post(address, data=form_on(first, **sent)).status_code == 303
    assert browser.post(address, data=form_on(second, **{"weeks-3-note": "家长会"})).status_code == 303

    assert (_week(session, 3).note, _week(session, 3).kind) == ("运动会", WeekKind.FLEXIBLE)
    assert _week(session, 4).note == "家长会"


def test_a_week_changed_by_both_comes_back(
    browser: Browser, world: World, session: Session, term: Term
) -> None:
    address = f"/admin/terms/{term.id}/weeks"
    browser.login(world.people["group office"])
    first, second = browser.get(address), browser.get(address)
    browser.post(address, data=form_on(first, **{"weeks-2-note": "运动会", "weeks-2-kind": "flexible"}))

    page = browser.post(address, data=form_on(second, **{"weeks-2-note": "春游", "weeks-2-kind": "holiday"}))

    assert page.status_code == 422
    assert "这一项刚被别人改成“运动会”" in page.text
    assert "这一项刚被别人改成“机动周”" in page.text
    assert form_on(page)["weeks-2-note"] == "春游"
    assert _week(session, 3).note == "运动会"
    assert browser.post(address, data=form_on(page)).status_code == 303
    assert _week(session, 3).note == "春游"


def test_weeks_lost_meanwhile_are_no_hindrance(
    browser: Browser, world: World, session: Session, term: Term
) -> None:
    address = f"/admin/terms/{term.id}/weeks"
    browser.login(world.people["group office"])
    first, second = browser.get(address), browser.get(address)
    term.end_date = date(2027, 1, 8)
    lay_out_weeks(term)
    session.commit()
    browser.post(address, data=form_on(first, **{"weeks-2-note": "运动会"}))

    assert browser.post(address, data=form_on(second, **{"weeks-2-note": "春游"})).status_code == 422
    assert browser.post(address, data=form_on(second, **{"weeks-3-note": "春游"})).status_code == 303


def test_proposed_weeks_are_saved_over_empty_ones(
    browser: Browser, make: Make, world: World, session: Session, term: Term
) -> None:
    """They stand on the page, but nobody has stored them."""
    term.weeks[4].note = "国庆节"
    later = Term(group_id=world.group.group_id, school_year="2027—2028", no=1)
    later.start_date, later.end_date = date(2027, 9, 1), date(2028, 1, 21)
    lay_out_weeks(later)
    make.store(later)
    browser.login(world.people["group office"])

    page = browser.get(f"/admin/terms/{later.id}/weeks?like=last")
    assert browser.post(f"/admin/terms/{later.id}/weeks", data=form_on(page)).status_code == 303

    session.expire_all()
    assert later.weeks[4].note == "国庆节"


def test_the_last_day_somebody_moved_meanwhile_stays(
    browser: Browser, world: World, session: Session, term: Term
) -> None:
    address = f"/admin/terms/{term.id}/edit"
    browser.login(world.people["group office"])
    first, second = browser.get(address), browser.get(address)

    assert browser.post(address, data=form_on(first, end_date="2027-01-29")).status_code == 303
    assert browser.post(address, data=form_on(second, start_date="2026-09-02")).status_code == 303

    session.expire_all()
    assert (term.start_date, term.end_date) == (date(2026, 9, 2), date(2027, 1, 29))


def test_hours_somebody_entered_meanwhile_stay(browser: Browser, world: World, session: Session) -> None:
    address = f"/admin/schools/{world.lead.school_id}/periods"
    browser.login(world.people["school head"])
    usual = form_on(browser.get(f"{address}?like=primary"))
    assert browser.post(address, data=usual).status_code == 303
    first, second = browser.get(address), browser.get(address)

    browser.post(address, data=form_on(first, **{"periods-0-starts_at": "07:50"}))
    assert browser.post(address, data=form_on(second, **{"periods-5-ends_at": "15:35"})).status_code == 303

    hours = session.scalars(select(SchoolPeriod).order_by(SchoolPeriod.no)).all()
    assert (f"{hours[0].starts_at:%H:%M}", f"{hours[5].ends_at:%H:%M}") == ("07:50", "15:35")


@pytest.mark.parametrize(
    ("what", "theirs", "mine"),
    [
        ("groups/{group}", {"introduction": "三所小学"}, {"name": "青禾集团"}),
        ("schools/{school}", {"short_name": "实小"}, {"grade_system": "54"}),
        ("units/{unit}", {"grade": "g4"}, {"name": "数学备课组"}),
        ("people/{person}", {"honour": "县骨干教师", "title": "first"}, {"email": "lin@example.org"}),
    ],
)
def test_what_somebody_else_wrote_meanwhile_stays(
    browser: Browser, world: World, what: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    ids = {"group": world.group.group_id, "school": world.lead.school_id, "unit": world.third.id}
    address = f"/admin/{what.format(**ids, person=world.people['teacher'].id)}/edit"
    browser.login(world.people["group admin"])
    first, second = browser.get(address), browser.get(address)

    assert browser.post(address, data=form_on(first, **theirs)).status_code == 303
    assert browser.post(address, data=form_on(second, **mine)).status_code == 303

    stored = form_on(browser.get(address))
    assert {name: stored[name] for name in theirs | mine} == theirs | mine
