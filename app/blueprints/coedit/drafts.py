"""Documents that begin with content: of a Word file, a template, or another document."""

from collections.abc import Iterable

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.pictures.album import settle_pictures
from app.blueprints.coedit.pictures.reencoding import Picture
from app.blueprints.coedit.service import create_document, write_derived
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.plain_text import text_of
from app.blueprints.coedit.text.schema import Node


def begin_document(
    host: str, title: str, *, pm: Node, pictures: Iterable[Picture] = (), author: User
) -> Document:
    """A new document that begins as `pm`, readable at once. `pictures` are a WordDraft's, already stored."""
    first = pm

    def first_state(document: Document) -> bytes:
        nonlocal first
        first = settle_pictures(pm, document, pictures, actor=author)
        return from_pm(first)

    document = create_document(host, title, state=first_state, author=author)
    write_derived(document, seq=document.head_seq, html=html_of(first), text=text_of(first))
    return document
