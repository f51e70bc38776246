"""On whatever day somebody looks, the demonstration has a present, a past and a future."""

from datetime import date, timedelta

import pytest

from app.blueprints.org.models import WeekKind
from app.demo.load.calendar import school_year_start, terms_around, week_at

EVERY_FIFTH_DAY = [date(2026, 1, 1) + timedelta(days=day) for day in range(0, 800, 5)]


def test_three_terms_follow_each_other_and_today_is_not_after_the_second() -> None:
    for today in EVERY_FIFTH_DAY:
        before, current, after = terms_around(today)

        assert before.end_date < current.start_date <= current.end_date < after.start_date
        assert before.end_date < today <= current.end_date


def test_there_are_weeks_to_look_back_on_and_forward_to() -> None:
    for today in EVERY_FIFTH_DAY:
        terms = terms_around(today)
        weeks = [week_at(terms, today, offset)[1] for offset in range(-8, 4)]

        assert len({week.starts_on for week in weeks}) == len(weeks)
        assert all(week.kind in {WeekKind.TEACHING, WeekKind.REVIEW} for week in weeks)
        assert weeks[7].starts_on < today < weeks[8].starts_on + timedelta(days=7)


def test_a_term_begins_on_a_monday_around_the_first_of_september() -> None:
    autumn = terms_around(date(2026, 11, 22))[1]

    assert (autumn.school_year, autumn.no, autumn.start_date) == ("2026—2027", 1, date(2026, 8, 31))
    assert {week.starts_on.weekday() for week in autumn.weeks} == {0}


def test_holidays_and_sports_meet_are_marked() -> None:
    _spring, autumn, _next = terms_around(date(2026, 11, 22))
    marked = {
        week.note: week.no for week in autumn.weeks if week.kind in {WeekKind.HOLIDAY, WeekKind.FLEXIBLE}
    }

    assert marked == {"国庆节放假": 6, "秋季运动会": 9}


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 11, 22), 2026), (date(2027, 3, 1), 2026), (date(2027, 8, 1), 2027)]
)
def test_school_year_changes_in_summer(today: date, year: int) -> None:
    assert school_year_start(today) == year
