"""When each step of a preparation was taken: days apart, in school hours, and never in the future."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.blueprints.preparation.states import Move, State
from app.core.clock import SCHOOL_ZONE

FORWARD = (
    Move.START_DRAFT,
    Move.CIRCULATE,
    Move.OPEN_DISCUSSION,
    Move.CLOSE_DISCUSSION,
    Move.FINALIZE,
    Move.ARCHIVE,
)
REACHED = (
    State.DRAFTING,
    State.CIRCULATED,
    State.DISCUSSING,
    State.REVISING,
    State.FINALIZED,
    State.ARCHIVED,
)
OPENING_HOUR, CLOSING_HOUR, SATURDAY = 8, 17, 5
JUST_NOW = timedelta(minutes=6)
RESEARCH_DAY = {"chinese": 1, "mathematics": 2, "english": 2, "science": 0, "physics": 1}


@dataclass(frozen=True)
class Timeline:
    """The steps of one preparation that is taught in the week of `monday`."""

    planned_at: datetime
    steps: Mapping[Move, datetime]
    discuss_at: datetime
    circulate_due: date
    finalize_due: date
    cancelled_at: datetime | None


def timeline(monday: date, subject: str, state: State, *, now: datetime, number: int) -> Timeline:
    """`number` shifts the minutes, so that no two look alike."""
    discussion = monday + timedelta(days=RESEARCH_DAY.get(subject, 1))
    minute = number * 7 % 50
    wanted = _wanted(monday, discussion, state, minute)
    first, *taken = _squeezed(wanted, now - timedelta(minutes=20 + minute))
    steps = dict(zip(FORWARD, taken, strict=False)) if state in REACHED else {}
    opened = Move.OPEN_DISCUSSION in steps
    return Timeline(
        planned_at=first,
        steps=steps,
        discuss_at=_announced(steps[Move.OPEN_DISCUSSION]) if opened else _upcoming(discussion, now),
        circulate_due=school_day(monday - timedelta(days=3)),
        finalize_due=school_day(monday + timedelta(days=9)),
        cancelled_at=taken[0] if state is State.CANCELLED else None,
    )


def discussed_between(line: Timeline, now: datetime) -> tuple[datetime, datetime]:
    """When people wrote into it; for what was sent round this afternoon that is after school."""
    since, recently = line.steps.get(Move.CIRCULATE, line.steps[Move.START_DRAFT]), now - JUST_NOW
    at_school = latest_school_hour(recently)
    return since, line.steps.get(Move.CLOSE_DISCUSSION, at_school if at_school > since else recently)


def _wanted(monday: date, discussion: date, state: State, minute: int) -> list[datetime]:
    """When it was planned, and each step it has taken, if everybody kept to the calendar."""
    planned = _at(monday - timedelta(days=25), 8 + minute % 8, minute)
    if state is State.CANCELLED:
        return [planned, _at(monday - timedelta(days=3), 11, minute)]
    steps = [
        _at(monday - timedelta(days=18), 19, minute),
        _at(monday - timedelta(days=5), 16, minute),
        _at(discussion, 14, 30),
        _at(discussion + timedelta(days=1), 17, minute),
        _at(discussion + timedelta(days=2), 20, minute),
        _at(monday + timedelta(days=14), 15, minute),
    ]
    return [planned, *(steps[: REACHED.index(state) + 1] if state in REACHED else [])]


def _announced(opened: datetime) -> datetime:
    """The hour that was announced for a discussion that began then."""
    return opened.astimezone(SCHOOL_ZONE).replace(minute=0, second=0, microsecond=0) + timedelta(
        minutes=30 * (opened.minute // 30)
    )


def _upcoming(day: date, now: datetime) -> datetime:
    """Half past two on that day, or on the next school day if it is over already."""
    while _at(day, 14, 30) < now:
        day += timedelta(days=1)
    return _at(day, 14, 30)


def awake(moment: datetime) -> datetime:
    """The same day between eight and nine: nobody writes at night. What was later stays later."""
    local = moment.astimezone(SCHOOL_ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=8) + (local - midnight) * 13 / 24


def latest_school_hour(moment: datetime) -> datetime:
    """The last moment up to this one at which people are at school."""
    local = moment.astimezone(SCHOOL_ZONE)
    if local.hour >= CLOSING_HOUR:
        local = local.replace(hour=CLOSING_HOUR - 1)
    if local.hour < OPENING_HOUR:
        local = local.replace(hour=CLOSING_HOUR - 1) - timedelta(days=1)
    day = school_day(local.date())
    return local if day == local.date() else _at(day, CLOSING_HOUR - 1, local.minute)


def school_day(day: date) -> date:
    """This day, or the last one before it that is neither a weekend nor a holiday."""
    while day.weekday() >= SATURDAY or _is_holiday(day):
        day -= timedelta(days=1)
    return day


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in {(10, 1 + number) for number in range(7)} | {
        (5, 1 + number) for number in range(5)
    }


def _squeezed(wanted: list[datetime], latest: datetime) -> list[datetime]:
    """The same steps; those that would be in the future were taken on the last school days instead."""
    kept: list[datetime] = []
    for moment in reversed(wanted):
        kept.append(moment if moment <= latest else latest_school_hour(latest))
        latest = min(latest, kept[-1] - timedelta(days=1)) if kept[-1] != moment else kept[-1]
    return kept[::-1]


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(school_day(day), time(hour, minute), SCHOOL_ZONE)
