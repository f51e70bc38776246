"""Who may present, and what the one who presents may do."""

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document, DocumentPresenting
from app.blueprints.coedit.policy import may_read
from app.core.policy import allow, can


@allow(Document, "present")
def may_present(actor: User, document: Document) -> bool:
    """Whoever is in charge of what the document belongs to, as long as it is open."""
    open_to_reader = document.closed_at is None and may_read(actor, document)
    return open_to_reader and can(actor, "present_document", subject_of(document))


@allow(Document, "raise_hand")
def may_raise_a_hand(actor: User, document: Document) -> bool:
    """Everybody who follows, those who only read as well."""
    return may_read(actor, document)


@allow(DocumentPresenting, "lead")
def presents(actor: User, presenting: DocumentPresenting) -> bool:
    """Locking the text and calling on people."""
    return presenting.presenter_id == actor.id


@allow(DocumentPresenting, "end")
def presents_or_is_in_charge(actor: User, presenting: DocumentPresenting) -> bool:
    return presenting.presenter_id == actor.id or may_present(actor, presenting.document)
