"""The log of a document in the database: snapshot, the updates after it, and how they are written.

Everything here is one short piece of SQL on a given connection; store.py says on which and when.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from app.blueprints.coedit.models import Document, DocumentClient, DocumentSnapshot, DocumentUpdate
from app.core import clock


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
    snapshot = connection.execute(
        select(DocumentSnapshot.seq, DocumentSnapshot.data)
        .where(DocumentSnapshot.document_id == document_id, DocumentSnapshot.seq <= head.head_seq)
        .order_by(DocumentSnapshot.seq.desc())
        .limit(1)
    ).one_or_none()
    after = snapshot.seq if snapshot else 0
    # not past the head that was read: on PostgreSQL each statement sees its own moment
    tail = (
        select(DocumentUpdate.data)
        .where(
            DocumentUpdate.document_id == document_id,
            DocumentUpdate.seq > after,
            DocumentUpdate.seq <= head.head_seq,
        )
        .order_by(DocumentUpdate.seq)
    )
    owners = select(DocumentClient.client_id, DocumentClient.user_id).where(
        DocumentClient.document_id == document_id
    )
    return StoredLog(
        epoch=head.epoch,
        schema_version=head.schema_version,
        closed_at=head.closed_at,
        seq=head.head_seq,
        derived_seq=head.derived_seq,
        snapshot=snapshot.data if snapshot else None,
        updates=connection.execute(tail).scalars().all(),
        owners=dict(list(connection.execute(owners))),
    )


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
        first = head - len(batch.rows) + 1
        rows += [
            {
                "document_id": batch.document_id,
                "seq": first + number,
                "author_id": row.author_id,
                "client_id": row.client_id,
                "data": row.data,
                "at": now,
            }
            for number, row in enumerate(batch.rows)
        ]
        claims += [
            {"document_id": batch.document_id, "client_id": client, "user_id": user}
            for client, user in batch.claims.items()
        ]
    if rows:
        connection.execute(insert(DocumentUpdate), rows)
    if claims:
        connection.execute(insert(DocumentClient), claims)
    return heads


def _advance(connection: Connection, batch: Batch) -> int | None:
    return connection.execute(
        update(Document)
        .where(Document.id == batch.document_id, Document.closed_at.is_(None))
        .values(head_seq=Document.head_seq + len(batch.rows))
        .returning(Document.head_seq)
    ).scalar_one_or_none()


def write_snapshot(connection: Connection, document_id: int, seq: int, state: bytes) -> None:
    """Keep the state up to `seq`; only the newest snapshot is kept, and all rows of the log."""
    mine = DocumentSnapshot.document_id == document_id
    newest = select(DocumentSnapshot.seq).where(mine).order_by(DocumentSnapshot.seq.desc()).limit(1)
    if (connection.execute(newest).scalar_one_or_none() or 0) >= seq:
        return
    connection.execute(delete(DocumentSnapshot).where(mine))
    row = {"document_id": document_id, "seq": seq, "data": zlib.compress(state, 6)}
    connection.execute(insert(DocumentSnapshot), row)
