"""Facts about the division of labour in a document."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SectionsChanged(Event):
    """A section was given to somebody, or marked as done."""

    name = "coedit.sections_changed"

    document_id: int
