"""Who gives sections to people, and who says that one is done."""

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import may_read
from app.blueprints.coedit.sections.models import DocumentSection
from app.core.policy import allow, can


@allow(Document, "assign_sections")
def may_assign(actor: User, document: Document) -> bool:
    """Whoever is in charge of what the document belongs to, as long as it is open."""
    return _may(actor, "assign_sections", document)


@allow(DocumentSection, "mark_done")
def writes_it_or_is_in_charge(actor: User, section: DocumentSection) -> bool:
    """Whoever it was given to, as long as they may write at all; and whoever gave it."""
    if section.assignee_id == actor.id and _may(actor, "edit_document", section.document):
        return True
    return may_assign(actor, section.document)


def _may(actor: User, verb: str, document: Document) -> bool:
    return document.closed_at is None and may_read(actor, document) and can(actor, verb, subject_of(document))
