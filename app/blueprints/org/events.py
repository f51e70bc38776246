"""Facts about belonging that other features react to."""

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
