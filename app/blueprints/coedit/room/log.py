"""The log of a document in the database: snapshot, the updates after it, and how they are written.

Everything here is one short piece of SQL on a given connection; store.py says on which and when.
"""

import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, delete, insert, literal, select, update

from app.blueprints.coedit.models import Document, DocumentClient, DocumentSnapshot, DocumentUpdate
from app.core import clock

# Built once and on tables, not classes: a room with fifty writers commits forty times a second.
_DOCUMENT = cast(Table, Document.__table__)
ADVANCE = (
    update(_DOCUMENT)
    .where(_DOCUMENT.c.id == bindparam("of_document"), _DOCUMENT.c.closed_at.is_(None))
    .values(head_seq=_DOCUMENT.c.head_seq + bindparam("by"))
    .returning(_DOCUMENT.c.head_seq)
)
APPEND = insert(cast(Table, DocumentUpdate.__table__))

_TRIAL_BYTES = 16 * 1024
_NO_SEQ = -1  # of no snapshot: they count from 0


@dataclass(frozen=True)
class StoredLog:
    """All that is needed to open a document."""

    epoch: str
    schema_version: int
    closed_at: datetime | None
    seq: int
    derived_seq: int
    snapshot: bytes | None
    updates: Sequence[bytes]
    owners: Mapping[int, int]  # client → user


@dataclass(frozen=True)
class Row:
    """What one author wrote since the last flush."""

    author_id: int
    client_id: int
    data: bytes


@dataclass(frozen=True)
class Batch:
    """One room's share of a commit."""

    document_id: int
    rows: Sequence[Row]
    claims: Mapping[int, int] = field(default_factory=dict)  # clients seen for the first time → user


@dataclass(frozen=True)
class Head:
    """How far a document is."""

    seq: int
    closed: bool


@dataclass(frozen=True)
class Tail:
    """The rows of a log from `first` to `last`, in order."""

    first: int
    last: int
    updates: Sequence[bytes]
    owners: Mapping[int, int]  # client → user, of the whole document


def read_log(connection: Connection, document_id: int) -> StoredLog | None:
    """None if there is no such document."""
    wanted = (
        Document.epoch,
        Document.schema_version,
        Document.closed_at,
        Document.head_seq,
        Document.derived_seq,
    )
    head = connection.execute(select(*wanted).where(Document.id == document_id)).one_or_none()
    if head is None:
        return None
    after, snapshot = _snapshot(connection, document_id, head.head_seq)
    return StoredLog(
        epoch=head.epoch,
        schema_version=head.schema_version,
        closed_at=head.closed_at,
        seq=head.head_seq,
        derived_seq=head.derived_seq,
        snapshot=snapshot,
        updates=_updates(connection, document_id, after, head.head_seq),
        owners=_owners(connection, document_id),
    )


def read_heads(connection: Connection, document_ids: Sequence[int]) -> dict[int, Head]:
    rows = connection.execute(
        select(Document.id, Document.head_seq, Document.closed_at).where(Document.id.in_(document_ids))
    )
    return {row.id: Head(row.head_seq, row.closed_at is not None) for row in rows}


def read_tail(connection: Connection, document_id: int, after: int) -> Tail | None:
    """What was appended after row `after`; None if nothing was."""
    last = connection.execute(
        select(Document.head_seq).where(Document.id == document_id)
    ).scalar_one_or_none()
    if last is None or last <= after:
        return None
    updates = _updates(connection, document_id, after, last)
    return Tail(after + 1, last, updates, _owners(connection, document_id))


def _snapshot(connection: Connection, document_id: int, last: int) -> tuple[int, bytes | None]:
    """The newest one and up to where it goes; (0, None) if there is none yet."""
    newest = (
        select(DocumentSnapshot.seq, DocumentSnapshot.data)
        .where(DocumentSnapshot.document_id == document_id, DocumentSnapshot.seq <= last)
        .order_by(DocumentSnapshot.seq.desc())
        .limit(1)
    )
    row = connection.execute(newest).one_or_none()
    return (row.seq, row.data) if row else (0, None)


def _updates(connection: Connection, document_id: int, after: int, last: int) -> Sequence[bytes]:
    """Not past the head that was read: on PostgreSQL each statement sees its own moment."""
    rows = (
        select(DocumentUpdate.data)
        .where(
            DocumentUpdate.document_id == document_id,
            DocumentUpdate.seq > after,
            DocumentUpdate.seq <= last,
        )
        .order_by(DocumentUpdate.seq)
    )
    return connection.execute(rows).scalars().all()


def _owners(connection: Connection, document_id: int) -> dict[int, int]:
    owners = select(DocumentClient.client_id, DocumentClient.user_id).where(
        DocumentClient.document_id == document_id
    )
    return dict(list(connection.execute(owners)))


def write_batches(connection: Connection, batches: Sequence[Batch]) -> dict[int, int | None]:
    """Append; each document's new head, or None if it is closed or gone and nothing was written."""
    heads: dict[int, int | None] = {}
    rows: list[dict[str, object]] = []
    claims: list[dict[str, object]] = []
    now = clock.now()
    for batch in sorted(batches, key=lambda batch: batch.document_id):  # one order: no deadlock
        head = _advance(connection, batch)
        heads[batch.document_id] = head
        if head is None:
            continue
        rows += rows_of(batch, head, now)
        claims += [
            {"document_id": batch.document_id, "client_id": client, "user_id": user}
            for client, user in _unknown(connection, batch)
        ]
    if rows:
        connection.execute(APPEND, rows)
    if claims:
        connection.execute(insert(DocumentClient), claims)
    return heads


def rows_of(batch: Batch, head: int, at: object) -> list[dict[str, object]]:
    """The rows to insert, now that the document's head counts them."""
    return [
        {
            "document_id": batch.document_id,
            "seq": seq,
            "author_id": row.author_id,
            "client_id": row.client_id,
            "data": row.data,
            "at": at,
        }
        for seq, row in enumerate(batch.rows, head - len(batch.rows) + 1)
    ]


def _unknown(connection: Connection, batch: Batch) -> list[tuple[int, int]]:
    """The claims that another node did not store meanwhile for the same person.

    The document's row is locked by now. Somebody else's claim stays in: it breaks the primary key.
    """
    if not batch.claims:
        return []
    known = connection.execute(
        select(DocumentClient.client_id, DocumentClient.user_id).where(
            DocumentClient.document_id == batch.document_id,
            DocumentClient.client_id.in_(batch.claims),
        )
    )
    return sorted(set(batch.claims.items()) - {(row.client_id, row.user_id) for row in known})


def _advance(connection: Connection, batch: Batch) -> int | None:
    values = {"of_document": batch.document_id, "by": len(batch.rows)}
    return connection.execute(ADVANCE, values).scalar_one_or_none()


def try_writing(connection: Connection, document_id: int) -> None:
    """Write as much as a small flush does, and take it back in the same transaction.

    A change that changes nothing would not do: SQLite writes no page for it, and a full disk goes unnoticed.
    """
    values = select(Document.id, literal(_NO_SEQ), literal(os.urandom(_TRIAL_BYTES)))
    trial = values.where(Document.id == document_id)  # of a document that is gone: nothing
    connection.execute(insert(DocumentSnapshot).from_select(["document_id", "seq", "data"], trial))
    row = (DocumentSnapshot.document_id == document_id, DocumentSnapshot.seq == _NO_SEQ)
    connection.execute(delete(DocumentSnapshot).where(*row))


def write_snapshot(connection: Connection, document_id: int, seq: int, state: bytes) -> None:
    """Keep the state up to `seq`; only the newest snapshot is kept, and all rows of the log."""
    mine = DocumentSnapshot.document_id == document_id
    newest = select(DocumentSnapshot.seq).where(mine).order_by(DocumentSnapshot.seq.desc()).limit(1)
    if (connection.execute(newest).scalar_one_or_none() or 0) >= seq:
        return
    connection.execute(delete(DocumentSnapshot).where(mine))
    row = {"document_id": document_id, "seq": seq, "data": zlib.compress(state, 6)}
    connection.execute(insert(DocumentSnapshot), row)
