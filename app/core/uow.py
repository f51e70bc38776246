"""The unit of work: the only place that commits what a request, job or command changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.db import db

after_commit: list[Callable[[], None]] = []


@contextmanager
def unit_of_work(*, patience: float | None = None) -> Iterator[None]:
    """Commit on success, roll back on any error, then wake whoever waits for commits.

    Do not wait inside (no network, no subprocess): on SQLite all writers of the process queue here.
    """
    with db.writing(patience=patience) as session:
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
    for callback in after_commit:
        callback()
