"""School years, terms and weeks."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.org.calendar import current_term, current_week
from app.blueprints.org.models import Term, Week, WeekKind
from tests.conftest import Browser
from tests.org.world import World

AUTUMN = {"year": "2026", "no": "1", "start_date": "2026-09-01", "end_date": "2027-01-22"}


def test_a_term_is_laid_out_in_weeks_from_the_first_monday(
    browser: Browser, world: World, session: Session
) -> None:
    group_id = world.group.group_id
    assert group_id
    browser.login(world.people["group office"])
    assert browser.get(f"/admin/groups/{group_id}/terms/new").status_code == 200

    assert browser.post(f"/admin/groups/{group_id}/terms/new", data=AUTUMN).status_code == 303

    term = session.scalars(select(Term)).one()
    assert (term.school_year, len(term.weeks)) == ("2026—2027", 21)
    assert term.weeks[0].starts_on == date(2026, 8, 31)
    assert all(week.starts_on.weekday() == 0 for week in term.weeks)
    assert "第 21 周" in browser.get(f"/admin/groups/{group_id}/calendar").text
    with browser.application.app_context():
        week = current_week(group_id, date(2026, 9, 13))
        assert week
        assert week.week_no == 2
        assert current_week(group_id, date(2027, 2, 5)) is None
        assert current_term(group_id, date(2027, 2, 5)) is not None
        assert current_term(group_id + 1, date(2027, 2, 5)) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"end_date": "2026-08-01"}, "结束日期要晚于开始日期"),
        ({"end_date": "2027-08-01"}, "最多 30 周"),
        ({"year": "2026"}, "这个学期已经有了"),
        ({"no": "2"}, "日期重叠"),
        ({"year": "2030"}, "这些日期不在 2030—2031 学年里"),
        ({"year": "2025"}, "这些日期不在 2025—2026 学年里"),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    browser: Browser, world: World, wrong: dict[str, str], sentence: str
) -> None:
    address = f"/admin/groups/{world.group.group_id}/terms/new"
    browser.login(world.people["group office"])
    browser.post(address, data=AUTUMN)

    page = browser.post(address, data=AUTUMN | wrong)

    assert page.status_code == 422
    assert sentence in page.text


def test_weeks_keep_their_kind_when_the_term_is_shifted(
    browser: Browser, world: World, session: Session
) -> None:
    browser.login(world.people["group head"])
    browser.post(f"/admin/groups/{world.group.group_id}/terms/new", data=AUTUMN)
    term = session.scalars(select(Term)).one()
    assert browser.get(f"/admin/terms/{term.id}/weeks").status_code == 200
    rows = {
        f"weeks-{at}-{name}": value
        for at in range(21)
        for name, value in (("week_no", str(at + 1)), ("kind", "teaching"), ("note", ""))
    }
    holiday = {"weeks-4-kind": "holiday", "weeks-4-note": "国庆节放假"}

    assert browser.post(f"/admin/terms/{term.id}/weeks", data=rows | holiday).status_code == 303
    kept = session.scalars(select(Week.id).filter_by(week_no=5)).one()
    assert browser.get(f"/admin/terms/{term.id}/edit").status_code == 200
    shifted = AUTUMN | {"start_date": "2026-09-07", "end_date": "2027-01-15"}
    assert browser.post(f"/admin/terms/{term.id}/edit", data=shifted).status_code == 303

    session.expire_all()
    assert len(term.weeks) == 19
    fifth = term.weeks[4]
    assert (fifth.id, fifth.kind, fifth.note) == (kept, WeekKind.HOLIDAY, "国庆节放假")
    assert fifth.starts_on == date(2026, 10, 5)
    assert browser.post(f"/admin/terms/{term.id}/removal").status_code == 303
    assert session.scalars(select(Week)).all() == []


def test_the_next_term_is_filled_in_as_a_year_before(browser: Browser, world: World) -> None:
    address = f"/admin/groups/{world.group.group_id}"
    browser.login(world.people["group office"])
    assert "学期添加" not in browser.get(f"{address}/calendar").text, "there is none yet"
    browser.post(f"{address}/terms/new", data=AUTUMN)

    spring = browser.get(f"{address}/terms/new?like=last").text
    assert "接着2026—2027学年第一学期添加" in browser.get(f"{address}/calendar").text
    assert "日期接着2026—2027学年第一学期推算" in spring
    assert 'value="2026"' in spring
    assert '<option selected value="2">' in spring
    assert 'value="2027-02-20"' in spring, "four weeks after the last day"
    following = {"year": "2026", "no": "2", "start_date": "2027-02-22", "end_date": "2027-07-02"}
    browser.post(f"{address}/terms/new", data=following)

    assert "照2026—2027学年第一学期添加" in browser.get(f"{address}/calendar").text
    autumn = browser.get(f"{address}/terms/new?like=last").text
    assert "日期照2026—2027学年第一学期推算" in autumn
    assert 'value="2027"' in autumn
    assert '<option selected value="1">' in autumn
    assert 'value="2027-08-31"' in autumn, "52 weeks later: a Tuesday again"


def test_the_weeks_are_filled_in_as_in_the_same_term_a_year_before(
    browser: Browser, world: World, session: Session
) -> None:
    address = f"/admin/groups/{world.group.group_id}/terms/new"
    browser.login(world.people["group office"])
    for given in (
        AUTUMN,
        {"year": "2026", "no": "2", "start_date": "2027-02-22", "end_date": "2027-07-02"},
        {"year": "2027", "no": "1", "start_date": "2027-09-01", "end_date": "2028-01-21"},
    ):
        browser.post(address, data=given)
    first, second, third = session.scalars(select(Term).order_by(Term.start_date)).all()
    first.weeks[4].kind, first.weeks[4].note = WeekKind.HOLIDAY, "国庆节"
    first.weeks[7].note = "期中测试"
    second.weeks[2].note = "运动会"
    third.weeks[7].note = "家长开放日"
    session.commit()

    assert "学期填写" not in browser.get(f"/admin/terms/{first.id}/weeks").text, "nothing came before it"
    assert "运动会" not in browser.get(f"/admin/terms/{third.id}/weeks?like=last").text
    page = browser.get(f"/admin/terms/{third.id}/weeks?like=last").text
    assert "照2026—2027学年第一学期填写" in page
    assert 'value="国庆节"' in page
    assert "国庆节" not in browser.get(f"/admin/terms/{third.id}/weeks").text, "nothing is saved yet"
    assert "家长开放日" in page, "what was entered by hand stays"
    assert "期中测试" not in page
    assert "照抄了 1 周，还没有保存。 1 周原来已经填过，没有改。" in page
    spring = browser.get(f"/admin/terms/{second.id}/weeks?like=last").text
    assert "学期填写" not in spring, "a spring is not like an autumn"
    assert "国庆节" not in spring
    assert 'value="运动会"' in spring


def test_terms_stand_in_their_order_and_say_which_weeks_are_lacking(
    browser: Browser, world: World, session: Session
) -> None:
    address = f"/admin/groups/{world.group.group_id}"
    browser.login(world.people["group office"])
    for year in (2026, 2025, 2027):
        dates = {"start_date": f"{year}-09-01", "end_date": f"{year + 1}-01-15"}
        browser.post(f"{address}/terms/new", data={"year": str(year), "no": "1", **dates})
    past, running, coming = session.scalars(select(Term).order_by(Term.start_date)).all()
    running.weeks[4].kind = WeekKind.HOLIDAY
    session.commit()

    page = browser.get(f"{address}/calendar").text

    places = [page.index(f"{year}—{year + 1}学年 第一学期") for year in (2025, 2026, 2027)]
    assert places == sorted(places)
    assert page.count("放假、复习的周次还没有填写。") == 1
    assert f"/admin/terms/{coming.id}/weeks?like=last" in page
    assert f"/admin/terms/{past.id}/weeks?like=last" not in page
