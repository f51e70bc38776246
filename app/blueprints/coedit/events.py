"""Facts about documents that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class DocumentChanged(Event):
    """The readable content (text, HTML) is another one than before; it is stored on the document."""

    name = "coedit.document_changed"

    document_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentVersionFrozen(Event):
    """A version was kept for good."""

    name = "coedit.document_version_frozen"

    document_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentClosed(Event):
    """Nobody may write in the document any more."""

    name = "coedit.document_closed"

    document_id: int
