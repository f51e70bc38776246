"""Facts about belonging that other features react to."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class AccessNarrowed(Event):
    """Somebody may have lost rights: an affiliation or membership ended, an account was suspended."""

    name = "org.access_narrowed"

    user_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    """A school left its group. Expanded into one AccessNarrowed for everybody of the school and the group."""

    name = "org.membership_ended"

    membership_id: int


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """A unit was hung elsewhere or archived: who led or belonged to it at `old_path` may have lost rights."""

    name = "org.unit_moved"

    unit_id: int
    old_path: str


@dataclass(frozen=True, kw_only=True)
class PeopleChanged(Event):
    """New, renamed, gone, appointed or let go: what is told about these people may be out of date."""

    name = "org.people_changed"

    user_ids: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    """A unit, its school or its group got another name, came back from the archive or was taken in:
    the people below it are described, and found, differently."""

    name = "org.place_changed"

    unit_id: int
