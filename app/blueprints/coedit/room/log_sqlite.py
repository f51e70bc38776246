"""The commit of the rooms on SQLite, straight on the driver.

It is what a room spends most on, and SQLAlchemy was more than half of it. These are its statements, compiled
once. What is rare stays with log.py.
"""

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy.dialects.sqlite import dialect

from app.blueprints.coedit.models import DocumentUpdate
from app.blueprints.coedit.room.log import ADVANCE, APPEND, Batch, rows_of
from app.core import clock
from app.core.sqlite_turns import take_turn

_DIALECT: Any = dialect(paramstyle="named")
_ADVANCE, _APPEND = (str(statement.compile(dialect=_DIALECT)) for statement in (ADVANCE, APPEND))
_stamp: Any = DocumentUpdate.__table__.c.at.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def commit(
    driver: sqlite3.Connection, database: str | None, batches: Sequence[Batch], patience: float
) -> dict[int, int | None]:
    """As log.write_batches, for batches without claims, and in a transaction of its own."""
    take_turn(driver, database, partial(driver.execute, "BEGIN IMMEDIATE"), patience=patience)
    try:
        heads = _write(driver, batches)
        driver.execute("COMMIT")
    except BaseException:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
        raise
    return heads


def _write(driver: sqlite3.Connection, batches: Sequence[Batch]) -> dict[int, int | None]:
    heads: dict[int, int | None] = {}
    rows: list[dict[str, object]] = []
    at = _stamp(clock.now())
    for batch in batches:
        values = {"of_document": batch.document_id, "by": len(batch.rows)}
        found = driver.execute(_ADVANCE, values).fetchall()
        heads[batch.document_id] = head = found[0][0] if found else None
        if head is not None:
            rows += rows_of(batch, head, at)
    driver.executemany(_APPEND, rows)
    return heads
