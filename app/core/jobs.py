"""Work too slow for a request. The row is the truth: its state, its lease, its progress, its outcome.

A worker that dies leaves a lease that runs out; the next worker takes the job again. So a handler
must be safe to run twice. It commits by itself and reports how far it is for the person who waits.
What workers die of again and again is given up, or nothing else would ever be done.
"""

import enum
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import JSON, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, Timestamps, db
from app.core.errors import DomainError
from app.core.uow import unit_of_work

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
MOST_TAKEOVERS = 6  # a restart of the server is no fault of the job


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Timestamps, Base):
    """One piece of background work that `owner_id` waits for."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(String(500))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=clock.stamp, index=True)
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def report(self, percent: int, note: str = "") -> None:
        """Tell the person who waits how far it is, and keep the lease."""
        with unit_of_work():
            self.percent, self.note = percent, note
            self.lease_until = clock.now() + LEASE


Handler = Callable[[Job], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of `kind`. What it returns is the job's result."""

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise RuntimeError(f"job {kind} already has a handler")
        _handlers[kind] = handler
        return handler

    return register


def enqueue(kind: str, payload: dict[str, Any], *, owner_id: int | None) -> Job:
    """Ask for the work in the caller's transaction; it starts after the commit."""
    if kind not in _handlers:
        raise RuntimeError(f"no handler for job {kind}")
    row = Job(kind=kind, payload=payload, owner_id=owner_id)
    db.session.add(row)
    db.session.flush()  # the caller links to the job's page
    return row


def run_due() -> int:
    """Run one job that is due. Returns 1 if there was one."""
    row = _claim_next()
    if row is None:
        return 0
    if row.attempts > MOST_TAKEOVERS:
        log.error("job given up: its workers died", job=row.id, kind=row.kind, attempts=row.attempts)
        _finish(row, JobState.FAILED)
        return 1
    try:
        result = _handlers[row.kind](row)
    except DomainError as refusal:
        _finish(row, JobState.FAILED, error=refusal.kept)
    except Exception:  # any fault of a handler is that job's alone: logged, tried again, given up visibly
        db.session.rollback()
        log.exception("job failed", job=row.id, kind=row.kind, attempts=row.attempts)
        _try_again_or_give_up(row)
    else:
        _finish(row, JobState.DONE, result=result)
    return 1


def _claim_next() -> Job | None:
    now = clock.now()
    waiting = (Job.state == JobState.QUEUED) & (Job.due_at <= now)
    abandoned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    row_id = db.session.scalar(select(Job.id).where(waiting | abandoned).order_by(Job.id).limit(1))
    if row_id is None:  # asked all the time: who only looks takes no turn from those who write
        return None
    with unit_of_work():
        claimed = db.session.execute(
            update(Job)
            .where(Job.id == row_id, waiting | abandoned)
            .values(state=JobState.RUNNING, attempts=Job.attempts + 1, lease_until=now + LEASE)
        )
        if not claimed.rowcount:  # type: ignore[attr-defined]  # a DML result has one
            return None
    return db.session.get_one(Job, row_id)


def _finish(
    row: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str | None = None
) -> None:
    db.session.rollback()
    with unit_of_work():
        row.state, row.result, row.error = state, result, error and error[:500]
        row.percent = 100
        row.finished_at = clock.now()


def _try_again_or_give_up(row: Job) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _finish(row, JobState.FAILED)
        return
    with unit_of_work():
        row.state = JobState.QUEUED
        row.due_at = clock.now() + timedelta(seconds=4**row.attempts)
