"""Facts about the curriculum tree that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CurriculumChanged(Event):
    """Something in a school's or group's own volume was added, renamed, moved, archived or brought back."""

    name = "curriculum.changed"

    volume_id: int
    actor_id: int
