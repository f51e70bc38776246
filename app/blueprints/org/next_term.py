"""What a term of a group will probably look like, by the terms the group has had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.blueprints.org.models import Term, Week
from app.blueprints.org.service.terms import TermSheet

A_YEAR = timedelta(weeks=52)  # the same weekday
HOLIDAYS = {1: timedelta(weeks=4), 2: timedelta(weeks=8)}  # after autumn, after spring


@dataclass(frozen=True, kw_only=True)
class NextTerm:
    """The dates that are offered, and the term they come from."""

    sheet: TermSheet
    source: Term
    is_same_season: bool  # else only its length was there to go by


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Weeks as a form shows them: by number, kind and note."""

    weeks: Sequence[tuple[int, Week]]
    taken: int = 0
    kept: int = 0  # filled in by somebody before, and left alone


def model_for(term: Term, terms: Sequence[Term]) -> Term | None:
    """Whose weeks to go by: the same season's last one. A spring knows nothing of 国庆."""
    same_season = [each for each in terms if each.no == term.no and each.start_date < term.start_date]
    return max(same_season, key=lambda each: each.start_date, default=None)


def next_term(terms: Sequence[Term]) -> NextTerm | None:
    """The term that follows the latest: as a year before, or as long as the one before it."""
    latest = max(terms, key=lambda each: each.start_date, default=None)
    if latest is None:
        return None
    year, no = int(latest.school_year[:4]) + (latest.no == 2), 3 - latest.no
    model = max((each for each in terms if each.no == no), key=lambda each: each.start_date, default=None)
    start = latest.end_date + HOLIDAYS[latest.no] + timedelta(days=1)
    end = start + (latest.end_date - latest.start_date)
    if model is not None:
        start, end = model.start_date + A_YEAR, model.end_date + A_YEAR
    sheet = TermSheet(year=year, no=no, start_date=start, end_date=end)
    return NextTerm(sheet=sheet, source=model or latest, is_same_season=model is not None)


def numbered(term: Term) -> list[tuple[int, Week]]:
    return [(week.week_no, week) for week in term.weeks]


def lacking_weeks(terms: Sequence[Term], today: date) -> dict[int, Term | None]:
    """Terms not over in which no holiday and no revision is entered yet, each with the one to go by."""
    return {
        term.id: model_for(term, terms)
        for term in terms
        if term.end_date >= today and all(week.is_untouched for week in term.weeks)
    }


def filled_like(term: Term, model: Term) -> Filled:
    """The weeks nobody has touched as in `model`; what somebody has entered stays."""
    source = {week.week_no: week for week in model.weeks if not week.is_untouched}
    offered = [week for week in term.weeks if week.week_no in source]
    taken = {week.week_no for week in offered if week.is_untouched}
    weeks = [(week.week_no, source[week.week_no] if week.week_no in taken else week) for week in term.weeks]
    return Filled(weeks=weeks, taken=len(taken), kept=len(offered) - len(taken))
