"""Build the whole index: when asked to, and by itself when it is not there or damaged."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from app.blueprints.search.kinds import kinds
from app.blueprints.search.models import SearchChange
from app.core import clock
from app.core.db import db
from app.core.jobs import Job, JobState, enqueue, job
from app.core.uow import unit_of_work
from app.ports import search

log = structlog.get_logger(__name__)

REBUILD = "search.rebuild"
CHUNK = 200
PAUSE = timedelta(minutes=1)  # after a build that did not help: the disk may be full


@job(REBUILD)
def rebuild(row: Job) -> dict[str, int]:
    """Hand in everything, kind by kind, while searches go on with the old index."""
    began, count = clock.now(), 0
    with search.current().rebuilding() as new:
        for kind in kinds().values():
            numbers = sorted(kind.numbers())
            for start in range(0, len(numbers), CHUNK):
                documents = list(kind.describe(numbers[start : start + CHUNK]))
                db.session.rollback()  # read; the engine may take its time now
                new.put(documents)
                count += len(documents)
                row.report(min(99, 100 * (start + CHUNK) // (len(numbers) + CHUNK)), str(count))
    with unit_of_work():  # what changed before is in it
        db.session.execute(delete(SearchChange).where(SearchChange.at < began))
    return {"documents": count}


def build_if_incomplete() -> int:
    """Ask for a build when the index is not whole. Always 0: asking keeps no worker busy."""
    if ask_for_missing():
        log.warning("the search index is not complete: it is built again")
    return 0


def ask_for_missing() -> bool:
    """Let the worker build an index that is not whole, if nobody asked already: every first start does."""
    if search.current().is_complete or _was_asked_for():
        return False
    with unit_of_work():
        enqueue(REBUILD, {}, owner_id=None)
    return True


def is_being_built() -> bool:
    """While a build runs, changes wait: they would be missing in what it has read already."""
    running = (Job.state == JobState.RUNNING) & (Job.lease_until > clock.now())
    due = (Job.state == JobState.QUEUED) & (Job.due_at <= clock.now())
    return db.session.scalar(select(Job.id).where(Job.kind == REBUILD, running | due).limit(1)) is not None


def _was_asked_for() -> bool:
    waiting = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    lately = Job.finished_at > clock.now() - PAUSE
    return db.session.scalar(select(Job.id).where(Job.kind == REBUILD, waiting | lately).limit(1)) is not None
