"""Facts about presenting."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PresentingChanged(Event):
    """Somebody presents, or no longer; the text is locked, or free; a hand went up or down."""

    name = "coedit.presenting_changed"

    document_id: int
    rights_changed: bool = False  # who may write is another question now
