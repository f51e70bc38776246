"""The one clock. Tests freeze it; nothing else asks the operating system for the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC: what is stored."""
    return datetime.now(UTC)


def stamp() -> datetime:
    """now(), looked up when called: column defaults keep a reference, and tests replace `now`."""
    return now()


def today() -> date:
    """The calendar day at school: terms, affiliations and due dates are counted in these."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    return moment.astimezone(SCHOOL_ZONE).date()
