"""Who may see suggestions, decide about them, and take them back."""

from sqlalchemy import Select, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import role_of
from app.blueprints.coedit.room.members import Role
from app.blueprints.coedit.suggestions.models import Suggestion
from app.core.errors import Missing
from app.core.policy import allow, can


def suggestions_of(document: Document) -> Select[Suggestion]:
    """All of a document that the person may read: see coedit.policy.readable_document."""
    return select(Suggestion).where(Suggestion.document_id == document.id)


@allow(Document, "decide_suggestions", "set_suggesting_default")
def may_decide(actor: User, document: Document) -> bool:
    """Whoever is in charge of what the document belongs to, as long as it is open and theirs to write in."""
    return _role(actor, document) is Role.EDIT and can(actor, "decide_suggestions", subject_of(document))


@allow(Suggestion, "adopt", "reject")
def may_decide_about_it(actor: User, suggestion: Suggestion) -> bool:
    return may_decide(actor, suggestion.document)


@allow(Suggestion, "withdraw")
def made_it(actor: User, suggestion: Suggestion) -> bool:
    return suggestion.author_id == actor.id and _role(actor, suggestion.document) in {Role.EDIT, Role.SUGGEST}


def may_read(actor: User, document: Document) -> bool:
    return _role(actor, document) is not None


def _role(actor: User, document: Document) -> Role | None:
    try:
        return role_of(actor, document)
    except Missing:
        return None
