"""Whose history a person may read: its host's rule "read_history" decides, for documents they know of."""

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document
from app.core.policy import authorize


def document_with_history(document_id: int, *, actor: User) -> Document:
    """Raises Missing if the person may not know of the document, Forbidden if only its history is closed."""
    document = readable_document(document_id, actor=actor)
    authorize(actor, "read_history", subject_of(document))
    return document
