"""Facts about belonging that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class AccessNarrowed(Event):
    """Somebody may have lost rights: an affiliation or membership ended, an account was suspended."""

    name = "org.access_narrowed"

    user_id: int
    reason: str
