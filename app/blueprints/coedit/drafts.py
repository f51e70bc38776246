"""Documents that begin with content: of a Word file, a template, or another document."""

from collections.abc import Iterable

from app.blueprints.accounts.models import User
from app.blueprints.coedit.album import settle_pictures
from app.blueprints.coedit.content import from_pm
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.pictures import Picture
from app.blueprints.coedit.schema import Node
from app.blueprints.coedit.service import create_document


def begin_document(
    host: str, title: str, *, pm: Node, pictures: Iterable[Picture] = (), author: User
) -> Document:
    """A new document that begins as `pm`. `pictures` are those of a WordDraft, already stored."""

    def first_state(document: Document) -> bytes:
        return from_pm(settle_pictures(pm, document, pictures, actor=author))

    return create_document(host, title, state=first_state, author=author)
