"""The unit of work: the only place that commits what a request, job or command changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import OperationalError

from app.core.db import db, takes_nothing

log = structlog.get_logger(__name__)

PASSING_SECONDS = 0.5  # no page is kept waiting for what it notes by the way
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


def note_in_passing(change: Callable[[], object]) -> None:
    """A unit of work that may as well not be: that somebody was here, or looked at something.

    Reading goes on when the database takes no writes at the moment: a full disk, a long lock.
    """
    try:
        with unit_of_work(patience=PASSING_SECONDS):
            change()
    except OperationalError as error:
        if not takes_nothing(error):
            raise
        log.warning("not noted", error=str(error.orig))
