"""What the next term of a group will probably look like, by the terms it has had."""

from collections.abc import Sequence
from datetime import timedelta

from app.blueprints.org.models import Term
from app.blueprints.org.service.terms import TermSheet

A_YEAR = timedelta(weeks=52)  # the same weekday
HOLIDAYS = {1: timedelta(weeks=4), 2: timedelta(weeks=8)}  # after autumn, after spring


def model_for(term: Term, terms: Sequence[Term]) -> Term | None:
    """Whose weeks to go by: the same season's last one knows 国庆 and 期末, else the one before."""
    earlier = [each for each in terms if each.start_date < term.start_date]
    same_season = [each for each in earlier if each.no == term.no]
    return max(same_season or earlier, key=lambda each: each.start_date, default=None)


def next_sheet(terms: Sequence[Term]) -> TermSheet | None:
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
    return TermSheet(year=year, no=no, start_date=start, end_date=end)
