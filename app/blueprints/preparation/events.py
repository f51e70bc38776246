"""Facts about joint preparations that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PreparationChanged(Event):
    """It began, moved, or its details, participants or visibility are others than before."""

    name = "preparation.changed"

    preparation_id: int


@dataclass(frozen=True, kw_only=True)
class PreparationFinalized(Event):
    """The common plan (共案) is frozen."""

    name = "preparation.finalized"

    preparation_id: int
    version_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantInvited(Event):
    """Somebody was asked to take part."""

    name = "preparation.participant_invited"

    preparation_id: int
    user_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(Event):
    """Somebody takes part no more: open editing pages are judged again at once."""

    name = "preparation.participant_removed"

    preparation_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class PreparationCancelled(Event):
    """It will not take place."""

    name = "preparation.cancelled"

    preparation_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class LeadPreparerNamed(Event):
    """Somebody else is the lead preparer (主备人) from now on."""

    name = "preparation.lead_preparer_named"

    preparation_id: int
    user_id: int
    actor_id: int
    at: float = 0.0  # seconds; tells one time from another. An older release wrote none
