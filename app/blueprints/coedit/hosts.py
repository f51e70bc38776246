"""Who may read and write a document is known by the feature it belongs to: its host.

coedit knows no lessons. A feature registers its host in the wiring, and declares rules for
"read_document" and "edit_document" on whatever its host names as the subject of a document.
"""

from typing import Protocol

from flask_babel import gettext as _

from app.blueprints.coedit.models import Document
from app.core.errors import Missing


class DocumentHost(Protocol):
    def subject(self, document_id: int) -> object | None:
        """The noun that the rules speak about; None if the document belongs to nothing any more."""
        ...


_hosts: dict[str, DocumentHost] = {}


def register_host(name: str, host: DocumentHost) -> None:
    """Let `host` answer for all documents created under `name`."""
    _hosts[name] = host


def subject_of(document: Document) -> object:
    """What to ask the policy about. Raises Missing if nobody answers for the document."""
    host = _hosts.get(document.host)
    subject = host.subject(document.id) if host else None
    if subject is None:
        raise Missing(_("这份文档不存在。"))
    return subject
