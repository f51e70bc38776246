"""Who may read and who may write a document: its host's rules decide."""

from sqlalchemy.orm import defer, joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import has_left, subject_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room.members import Role
from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.org.reach import remembered
from app.core.db import db
from app.core.errors import Missing
from app.core.policy import can

_TO_JUDGE = (defer(Document.text), defer(Document.html), joinedload(Document.presenting))


def find_document(document_id: int) -> Document | None:
    """For judging rights, which is done often and for many people at once: without the text itself."""
    return db.session.get(Document, document_id, options=_TO_JUDGE)


def role_of(actor: User | None, document: Document | None) -> Role:
    """Raises Missing if the person may not even know of the document."""
    if actor is None or not actor.is_active or document is None:
        raise Missing
    subject = subject_of(document)
    with remembered():
        if not can(actor, "read_document", subject):
            raise Missing
        role = Role.READ if document.closed_at is not None else _role_while_open(actor, subject)
    return Role.READ if role is not Role.READ and is_locked_for(actor, document) else role


def role_at_the_door(person: User, document_id: int) -> tuple[Document, Role]:
    """Raises Refused with what the page at the door is told."""
    document = find_document(document_id)
    try:
        role = role_of(person, document)
    except Missing as error:
        raise Refused(why_missing(person, document)) from error
    assert document is not None  # or role_of raised
    return document, role


def why_missing(person: User, document: Document | None) -> Reason:
    """Who took part until their school left is told so; to anybody else it is not there."""
    return Reason.LEFT if document is not None and has_left(document, person) else Reason.MISSING


def _role_while_open(actor: User, subject: object) -> Role:
    if can(actor, "edit_document", subject):
        return Role.EDIT
    return Role.SUGGEST if can(actor, "suggest_in_document", subject) else Role.READ


def may_read(actor: User, document: Document) -> bool:
    try:
        role_of(actor, document)
    except Missing:
        return False
    return True


def readable_document(document_id: int, *, actor: User) -> Document:
    """Raises Missing if the person may not know of the document."""
    document = db.session.get(Document, document_id)
    role_of(actor, document)
    assert document is not None  # or role_of raised
    return document


def is_locked_for(actor: User, document: Document) -> bool:
    """Whether somebody presents and lets nobody else write meanwhile."""
    return document.presenting is not None and document.presenting.keeps_from_writing(actor)
