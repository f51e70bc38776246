"""Making, freezing and closing documents, for the features they belong to.

Who may do this is decided by those features, which call from their own services after authorizing:
a document alone means nothing to a person. Writing goes through the rooms, see sockets.py.
"""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.credits import credits_of
from app.blueprints.coedit.events import DocumentChanged, DocumentClosed, DocumentVersionFrozen
from app.blueprints.coedit.models import (
    Document,
    DocumentClient,
    DocumentUpdate,
    DocumentVersion,
    VersionKind,
)
from app.blueprints.coedit.room.log import read_log
from app.blueprints.coedit.room.replica import Replica
from app.blueprints.coedit.room.yupdate import read_shape
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_write import Credits, html_of
from app.blueprints.coedit.text.pending import without_suggestions
from app.blueprints.coedit.text.plain_text import text_of
from app.blueprints.coedit.text.schema import Node
from app.core import clock, jobs
from app.core.db import db
from app.core.errors import Missing
from app.core.outbox import emit
from app.core.threads import off_the_loop

DERIVE_JOB = "coedit.derive"


def create_document(
    host: str, title: str, *, state: bytes | Callable[[Document], bytes], author: User
) -> Document:
    """A new document that begins with `state`, a Yjs update (or what makes one), as written by `author`."""
    document = Document(host=host, title=title, head_seq=1, kept_seq=1)  # the beginning needs no version
    db.session.add(document)
    db.session.flush()  # the rows below need its id, and so do the addresses of its pictures
    state = state(document) if callable(state) else state
    clients = [run.client for run in read_shape(state).runs]
    db.session.add_all(
        DocumentClient(document_id=document.id, client_id=client, user_id=author.id) for client in clients
    )
    db.session.add(
        DocumentUpdate(
            document_id=document.id,
            seq=1,
            author_id=author.id,
            client_id=clients[0] if clients else 0,
            data=state,
        )
    )
    jobs.enqueue(DERIVE_JOB, {"document_id": document.id}, owner_id=None)
    return document


@dataclass(frozen=True)
class Reading:
    """A document as it was stored at one moment, readable: open suggestions are not in HTML and text."""

    seq: int
    state: bytes
    pm: Node  # with its suggestions
    html: str
    text: str


def read_document(document_id: int) -> Reading:
    """Takes a while: not inside a unit of work."""
    state, seq = _stored_state(document_id)
    return off_the_loop(_reading, seq, state, credits_of(document_id))


def _reading(seq: int, state: bytes, named: Credits) -> Reading:
    pm = to_pm(state)
    plain = without_suggestions(pm)
    return Reading(seq, state, pm, html_of(plain, named), text_of(plain))


def freeze_version(
    document: Document,
    label: str,
    *,
    kind: VersionKind = VersionKind.FINAL,
    actor: User,
    reading: Reading | None = None,
) -> DocumentVersion:
    """Keep what is stored now for good: everything that was acknowledged is in it.

    `reading` was made before the unit of work; it is made anew only if somebody wrote since.
    """
    head = lock_document(document)
    if reading is None or reading.seq != head:
        reading = read_document(document.id)
    version = add_version(document, reading, label=label, kind=kind, actor=actor)
    write_derived(document, seq=reading.seq, html=reading.html, text=reading.text)
    if kind is VersionKind.FINAL:
        emit(DocumentVersionFrozen(document_id=document.id, version_id=version.id))
    return version


def add_version(
    document: Document, reading: Reading, *, label: str, kind: VersionKind, actor: User
) -> DocumentVersion:
    """The row of a version. The document is locked; only what is final keeps its HTML and a number."""
    is_final = kind is VersionKind.FINAL
    version = DocumentVersion(
        document=document,
        kind=kind,
        no=_next_number(document) if is_final else None,
        seq=reading.seq,
        label=label[: DocumentVersion.LABEL_LENGTH],
        writer_ids=_writers(document.id, after=document.kept_seq, until=reading.seq),
        state=zlib.compress(reading.state, 6),
        html=reading.html if is_final else "",
        text=reading.text if is_final else "",
        sha256=hashlib.sha256(reading.html.encode()).hexdigest() if is_final else "",
        author=actor,
    )
    document.kept_seq = max(document.kept_seq, reading.seq)
    db.session.add(version)
    db.session.flush()  # events and pages carry its id
    return version


def lock_document(document: Document) -> int:
    """Two versions at the same moment: one after the other. Returns the head of the log."""
    locked = select(Document).where(Document.id == document.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).one().head_seq


def _writers(document_id: int, *, after: int, until: int) -> list[int]:
    rows = select(DocumentUpdate.author_id).where(
        DocumentUpdate.document_id == document_id, DocumentUpdate.seq > after, DocumentUpdate.seq <= until
    )
    return list(db.session.scalars(rows.distinct().order_by(DocumentUpdate.author_id)))


def _next_number(document: Document) -> int:
    latest = select(func.max(DocumentVersion.no)).where(DocumentVersion.document_id == document.id)
    return (db.session.scalar(latest) or 0) + 1


def close_document(document: Document, *, actor: User) -> None:
    """From here on nobody writes; open pages are told and may go on reading."""
    document.closed_at = document.closed_at or clock.now()
    emit(DocumentClosed(document_id=document.id))


def load_state(document_id: int) -> bytes:
    """The whole stored document as one Yjs update."""
    return _stored_state(document_id)[0]


def write_derived(document: Document, *, seq: int, html: str, text: str) -> None:
    """Put the readable content on the document, unless a newer one is there; say so if it changed."""
    if seq < document.derived_seq:
        return
    document.derived_seq = seq
    if (html, text) != (document.html, document.text):
        document.html, document.text = html, text
        emit(DocumentChanged(document_id=document.id))


def _stored_state(document_id: int) -> tuple[bytes, int]:
    """The whole stored document as one Yjs update, and up to where in the log."""
    stored = read_log(db.session.connection(), document_id)
    if stored is None:
        raise Missing(_("这份文档不存在。"))
    return Replica(stored.snapshot, stored.updates).state(), stored.seq
