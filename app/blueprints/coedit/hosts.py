"""Who may read and write a document is known by the feature it belongs to: its host.

coedit knows no lessons. A feature registers its host in the wiring, and declares rules for
"read_document", "edit_document", "suggest_in_document", "read_history", "comment_document", "settle_comments"
and "decide_suggestions" on whatever its host names as the subject of a document.
Whether the document is still open, coedit asks by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.core.errors import Missing


@dataclass(frozen=True)
class Colleague:
    """Somebody who takes part, as others call them."""

    user_id: int
    name: str
    sound: str = ""  # pinyin, to be found by
    school: str = ""


@dataclass(frozen=True)
class SectionName:
    """A named part that every document of its kind has, as its template calls it."""

    key: str
    label: str


class DocumentHost(Protocol):
    def subject(self, document_id: int) -> object | None:
        """The noun that the rules speak about; None if the document belongs to nothing any more."""
        ...

    def colleagues(self, document_id: int) -> Sequence[Colleague]:
        """Who takes part: whom one may speak to in a comment."""
        ...

    def sections(self, document_id: int) -> Sequence[SectionName]:
        """The parts its template has, in their order."""
        ...

    def address(self, document_id: int) -> str:
        """The page on which the document is worked on or read. Asked only in requests."""
        ...

    def has_left(self, document_id: int, person: User) -> bool:
        """Whether somebody who may not know of it any more took part until their school went elsewhere."""
        ...


_hosts: dict[str, DocumentHost] = {}


def register_host(name: str, host: DocumentHost) -> None:
    """Let `host` answer for all documents created under `name`."""
    _hosts[name] = host


def subject_of(document: Document) -> object:
    """What to ask the policy about. Raises Missing if nobody answers for the document."""
    subject = host_of(document).subject(document.id)
    if subject is None:
        raise Missing(_("这份文档不存在。"))
    return subject


def host_of(document: Document) -> DocumentHost:
    """Raises Missing if no feature answers for the document any more."""
    host = _hosts.get(document.host)
    if host is None:
        raise Missing(_("这份文档不存在。"))
    return host


def has_left(document: Document, person: User) -> bool:
    host = _hosts.get(document.host)
    return host is not None and host.has_left(document.id, person)
