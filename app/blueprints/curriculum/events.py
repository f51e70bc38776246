"""Facts about the curriculum tree that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CurriculumChanged(Event):
    """Something in a volume was added, renamed, moved, archived or brought back.

    By nobody: a release did it.
    """

    name = "curriculum.changed"

    volume_id: int
    actor_id: int | None = None
