"""Count SQL statements: a page must not ask more when it shows more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.core.db import db


@contextmanager
def max_queries(most: int) -> Iterator[list[str]]:
    """Fail if the block sends more than `most` statements; the list shows which."""
    seen: list[str] = []

    def record(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", record)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", record)
    assert len(seen) <= most, f"{len(seen)} statements, allowed {most}:\n" + "\n".join(seen)
