"""When things happened: in order, in the past, by day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.blueprints.preparation.states import Move, State
from app.core.clock import SCHOOL_ZONE
from app.demo.load.calendar import terms_around, week_at
from app.demo.load.timeline import REACHED, awake, discussed_between, timeline

MOMENTS = [datetime(2026, 9, 1, 1, 17, tzinfo=UTC) + timedelta(hours=91 * number) for number in range(100)]
HOURS_OF_A_DAY = [datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=7 * number) for number in range(206)]
WEEK_OF = {
    State.DRAFTING: 2,
    State.CIRCULATED: 1,
    State.DISCUSSING: 0,
    State.REVISING: 0,
    State.FINALIZED: -1,
    State.ARCHIVED: -3,
}


def monday(now: datetime, offset: int) -> date:
    """Of the lesson week so many weeks after the one of `now`."""
    today = now.astimezone(SCHOOL_ZONE).date()
    return week_at(terms_around(today), today, offset)[1].starts_on


@pytest.mark.parametrize("state", REACHED)
def test_steps_are_in_order_in_the_past_and_by_day(state: State) -> None:
    for now in MOMENTS:
        line = timeline(monday(now, WEEK_OF[state]), "mathematics", state, now=now, number=13)
        moments = [line.planned_at, *line.steps.values()]

        assert len(line.steps) == REACHED.index(state) + 1
        assert moments == sorted(moments)
        assert moments[-1] < now
        assert all(7 <= moment.astimezone(SCHOOL_ZONE).hour <= 21 for moment in moments)
        assert line.circulate_due <= line.finalize_due


@pytest.mark.parametrize("state", REACHED)
def test_what_is_written_into_it_is_written_forwards_at_any_hour(state: State) -> None:
    for now in MOMENTS + HOURS_OF_A_DAY:
        line = timeline(monday(now, WEEK_OF[state]), "mathematics", state, now=now, number=13)
        since, until = discussed_between(line, now)

        assert since < until < now


def test_a_discussion_that_did_not_begin_is_still_to_come() -> None:
    for now in MOMENTS:
        line = timeline(monday(now, 0), "chinese", State.CIRCULATED, now=now, number=2)

        assert Move.OPEN_DISCUSSION not in line.steps
        assert line.discuss_at >= now


def test_nobody_writes_at_night() -> None:
    night = datetime(2026, 11, 18, 2, 40, tzinfo=SCHOOL_ZONE)

    assert awake(night).date() == night.date()
    assert awake(night).hour == 9
    assert awake(night + timedelta(minutes=1)) > awake(night)
