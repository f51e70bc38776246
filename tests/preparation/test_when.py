"""When a preparation is discussed, and in which week of the term that is."""

from datetime import timedelta

import pytest

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Term
from app.blueprints.org.service.terms import lay_out_weeks
from app.blueprints.preparation.models import JointPreparation
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.pages import form_on
from tests.preparation.factories import World, group_id_of, make_preparation


@pytest.fixture
def term(make: Make, world: World) -> Term:
    """In its third week."""
    term = Term(group_id=group_id_of(world), school_year="2026—2027", no=1)
    term.start_date = clock.today() - timedelta(days=14)
    term.end_date = term.start_date + timedelta(days=70)
    lay_out_weeks(term)
    return make.store(term)


@pytest.fixture
def preparation(make: Make, world: World, lin: User, term: Term) -> JointPreparation:
    return make_preparation(make, world.third, lin, group_id=term.group_id, term_id=term.id, week_no=3)


@pytest.mark.parametrize("in_term", [True, False])
def test_nobody_meets_before_it_begins(
    browser: Browser, make: Make, world: World, lin: User, preparation: JointPreparation, *, in_term: bool
) -> None:
    met = preparation if in_term else make_preparation(make, world.third, lin)
    address = f"/preparations/{met.id}/details"
    page = browser.login(lin).get(address)

    refused = browser.post(address, data=form_on(page, discuss_at="2020-01-01T10:00", place="三楼"))

    assert refused.status_code == 422
    assert "研讨时间不能早于" in refused.text
    assert form_on(refused)["discuss_at"] == "2020-01-01T10:00"
    assert form_on(refused)["place"] == "三楼"


def test_who_met_earlier_in_the_term_may_write_it_down(
    browser: Browser, lin: User, term: Term, preparation: JointPreparation
) -> None:
    address = f"/preparations/{preparation.id}/details"
    page = browser.login(lin).get(address)

    first_day = f"{term.start_date}T07:30"
    assert browser.post(address, data=form_on(page, discuss_at=first_day)).status_code == 303

    assert "研讨时间在第 1 周，周次已随着改过来。" in browser.get(f"/preparations/{preparation.id}").text


def test_a_time_outside_the_term_is_pointed_out(
    browser: Browser, lin: User, term: Term, preparation: JointPreparation
) -> None:
    address = f"/preparations/{preparation.id}/details"
    page = browser.login(lin).get(address)

    in_the_holidays = f"{term.end_date + timedelta(days=10)}T15:30"
    assert browser.post(address, data=form_on(page, discuss_at=in_the_holidays)).status_code == 303

    told = "研讨时间不在任何一周里，周次仍是第 3 周，请核对。"
    assert told in browser.get(f"/preparations/{preparation.id}").text


def test_a_new_preparation_is_not_discussed_long_ago(
    browser: Browser, world: World, lin: User, term: Term
) -> None:
    sent = {"node_id": world.topic.id, "unit_id": world.third.id, "title": "认识几分之一"}
    sent |= {
        "source": "blank",
        "template": "lesson_plan-mathematics",
        "lead_preparer_id": lin.id,
        "lesson_type": "",
    }

    page = browser.login(lin).post("/preparations/new", data=sent | {"discuss_at": "2020-01-01T10:00"})

    assert page.status_code == 422
    assert "研讨时间不能早于" in page.text
