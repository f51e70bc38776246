"""A host of documents for the tests: a shelf says who may read and who may write."""

from dataclasses import dataclass, field

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.hosts import Colleague, SectionName, register_host
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import doc
from app.core.db import db
from app.core.policy import allow

HOST = "shelf"


@dataclass
class Shelf:
    writers: set[int] = field(default_factory=set)
    readers: set[int] = field(default_factory=set)
    guests: set[int] = field(default_factory=set)  # may suggest
    leads: set[int] = field(default_factory=set)


_shelves: dict[int, Shelf] = {}


class ShelfHost:
    def subject(self, document_id: int) -> Shelf | None:
        return _shelves.get(document_id)

    def colleagues(self, document_id: int) -> list[Colleague]:
        return []

    def sections(self, document_id: int) -> list[SectionName]:
        return []

    def address(self, document_id: int) -> str:
        return f"/shelf/{document_id}"

    def has_left(self, document_id: int, person: User) -> bool:
        return False


@allow(Shelf, "read_document")
def may_read(actor: User, shelf: Shelf) -> bool:
    return actor.id in shelf.readers | shelf.guests | shelf.writers


@allow(Shelf, "edit_document", "read_history")
def may_write(actor: User, shelf: Shelf) -> bool:
    return actor.id in shelf.writers


@allow(Shelf, "suggest_in_document")
def may_suggest(actor: User, shelf: Shelf) -> bool:
    return actor.id in shelf.writers | shelf.guests


@allow(Shelf, "decide_suggestions")
def may_decide(actor: User, shelf: Shelf) -> bool:
    return actor.id in shelf.leads


register_host(HOST, ShelfHost())


def shelve(
    document: Document,
    *,
    writers: tuple[User, ...] = (),
    readers: tuple[User, ...] = (),
    guests: tuple[User, ...] = (),
    leads: tuple[User, ...] = (),
) -> None:
    people = (writers, readers, guests, leads)
    _shelves[document.id] = Shelf(*({user.id for user in each} for each in people))


def document_of(author: User, *readers: User) -> int:
    """A stored empty document; needs an application context."""
    document = service.create_document(HOST, "认识分数", state=from_pm(doc()), author=author)
    db.session.commit()
    shelve(document, writers=(author,), readers=readers)
    return document.id
