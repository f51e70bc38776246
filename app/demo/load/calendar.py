"""Terms around any day on which somebody looks: the demonstration is always in the middle of its year.

A school year starts at the beginning of September. Between two terms the one to come counts as current:
then its first weeks are being prepared, and what is finished belongs to the term before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.blueprints.org.models import WeekKind

AUTUMN_WEEKS = 20
SPRING_WEEKS = 19
MONDAY_TO_FRIDAY = 5


@dataclass(frozen=True)
class SchoolWeek:
    no: int
    starts_on: date
    kind: WeekKind = WeekKind.TEACHING
    note: str = ""

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.starts_on + timedelta(days=7)


@dataclass(frozen=True)
class SchoolTerm:
    school_year: str  # "2026—2027"
    no: int
    weeks: tuple[SchoolWeek, ...]

    @property
    def start_date(self) -> date:
        return self.weeks[0].starts_on

    @property
    def end_date(self) -> date:
        return self.weeks[-1].starts_on + timedelta(days=6)

    @property
    def lesson_weeks(self) -> list[SchoolWeek]:
        return [week for week in self.weeks if week.kind in {WeekKind.TEACHING, WeekKind.REVIEW}]


def terms_around(today: date) -> list[SchoolTerm]:
    """The term before, the current one and the next."""
    candidates = [term for year in range(today.year - 2, today.year + 2) for term in _school_year(year)]
    current = next(at for at, term in enumerate(candidates) if term.end_date >= today)
    return candidates[current - 1 : current + 2]


def school_year_start(today: date) -> int:
    """The year in which the current school year began."""
    return int(terms_around(today)[1].school_year[:4])


def week_at(terms: Iterable[SchoolTerm], today: date, offset: int) -> tuple[SchoolTerm, SchoolWeek]:
    """The lesson week so many lesson weeks after the present one, with its term."""
    weeks = [(term, week) for term in terms for week in term.lesson_weeks]
    present = next(at for at, (_, week) in enumerate(weeks) if today < week.starts_on + timedelta(days=7))
    return weeks[max(0, min(present + offset, len(weeks) - 1))]


def _school_year(year: int) -> list[SchoolTerm]:
    name = f"{year}—{year + 1}"
    autumn = _weeks(_first_monday(date(year, 8, 29)), AUTUMN_WEEKS)
    spring = _weeks(_first_monday(date(year + 1, 2, 20)), SPRING_WEEKS)
    national_day = _busiest(autumn, date(year, 10, 1), 7)
    labour_day = _busiest(spring, date(year + 1, 5, 1), 5)
    return [
        SchoolTerm(name, 1, _marked(autumn, {national_day: "国庆节放假"}, {9: "秋季运动会"})),
        SchoolTerm(name, 2, _marked(spring, {labour_day: "劳动节放假"}, {7: "春季运动会"})),
    ]


def _first_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _weeks(monday: date, count: int) -> list[SchoolWeek]:
    return [SchoolWeek(no + 1, monday + timedelta(weeks=no)) for no in range(count)]


def _busiest(weeks: list[SchoolWeek], first: date, days: int) -> int:
    """The number of the week that loses most school days to the holiday."""
    free = [first + timedelta(days=day) for day in range(days)]
    return max(
        weeks, key=lambda week: sum(day in week for day in free if day.weekday() < MONDAY_TO_FRIDAY)
    ).no


def _marked(
    weeks: list[SchoolWeek], holidays: dict[int, str], meets: dict[int, str]
) -> tuple[SchoolWeek, ...]:
    def mark(week: SchoolWeek) -> SchoolWeek:
        if week.no in holidays:
            return SchoolWeek(week.no, week.starts_on, WeekKind.HOLIDAY, holidays[week.no])
        if week.no in meets:
            return SchoolWeek(week.no, week.starts_on, WeekKind.FLEXIBLE, meets[week.no])
        if week.no > len(weeks) - 2:
            return SchoolWeek(week.no, week.starts_on, WeekKind.REVIEW, "期末复习")
        return week

    return tuple(mark(week) for week in weeks)
