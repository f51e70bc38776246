"""The log of a document for those who read its history, page by page, as the browser replays it.

Bytes: the head of the log, then for each row its seq, author, moment (milliseconds) and update with
its length before it; numbers as lib0 writes them. The names of the authors come apart (people.py).
"""

from sqlalchemy import func, select

from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.room.lib0 import write_uint
from app.core.db import db

MOST_ROWS = 4000
MOST_BYTES = 1_000_000


def log_page(document: Document, *, after: int) -> bytes:
    """The rows after `after`, as many as fit into one answer, at least one if there is any."""
    until = _end_of_page(document, after)
    columns = (DocumentUpdate.seq, DocumentUpdate.author_id, DocumentUpdate.at, DocumentUpdate.data)
    rows = select(*columns).where(
        DocumentUpdate.document_id == document.id, DocumentUpdate.seq > after, DocumentUpdate.seq <= until
    )
    parts = [write_uint(document.head_seq)]
    for seq, author_id, at, data in db.session.execute(rows.order_by(DocumentUpdate.seq)):
        numbers = (seq, author_id, int(at.timestamp() * 1000), len(data))
        parts += [*map(write_uint, numbers), data]
    return b"".join(parts)


def _end_of_page(document: Document, after: int) -> int:
    sizes = select(DocumentUpdate.seq, func.length(DocumentUpdate.data)).where(
        DocumentUpdate.document_id == document.id,
        DocumentUpdate.seq > after,
        DocumentUpdate.seq <= document.head_seq,
    )
    end = total = 0
    for seq, size in db.session.execute(sizes.order_by(DocumentUpdate.seq).limit(MOST_ROWS)):
        total += size
        if end and total > MOST_BYTES:
            break
        end = seq
    return end
