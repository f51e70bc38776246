"""Background jobs: done, refused, tried again, taken over from a dead worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core import clock, jobs
from app.core.errors import Invalid
from app.core.jobs import MOST_TAKEOVERS, Job, JobState
from app.core.uow import unit_of_work


@pytest.fixture
def kind() -> Iterator[str]:
    @jobs.job("test.add")
    def add(row: Job) -> dict[str, Any]:
        if row.payload["a"] is None:
            raise Invalid("少了一个数。")
        row.report(50, "一半")
        return {"sum": row.payload["a"] + row.payload["b"]}

    yield "test.add"
    jobs._handlers.pop("test.add")


def ask(app: Flask, session: Session, kind: str, **payload: Any) -> Job:
    with app.app_context(), unit_of_work():
        number = jobs.enqueue(kind, payload, owner_id=None).id
    return session.get_one(Job, number)


def test_the_result_is_kept(app: Flask, session: Session, kind: str, work: Callable[[], int]) -> None:
    row = ask(app, session, kind, a=1, b=2)

    assert work() == 1
    session.refresh(row)
    assert (row.state, row.result, row.percent) == (JobState.DONE, {"sum": 3}, 100)


def test_a_refusal_is_final_and_keeps_its_sentence(
    app: Flask, session: Session, kind: str, work: Callable[[], int]
) -> None:
    row = ask(app, session, kind, a=None, b=2)

    work()
    session.refresh(row)
    assert (row.state, row.error) == (JobState.FAILED, "少了一个数。")


def test_a_crash_is_tried_again_later(
    app: Flask, session: Session, kind: str, work: Callable[[], int]
) -> None:
    row = ask(app, session, kind, a="x", b=2)

    assert work() == 1
    session.refresh(row)
    assert (row.state, row.attempts) == (JobState.QUEUED, 1)
    assert row.due_at > clock.now()


def test_a_job_of_a_dead_worker_is_taken_over(
    app: Flask, session: Session, kind: str, work: Callable[[], int]
) -> None:
    row = ask(app, session, kind, a=1, b=2)
    row.state, row.lease_until = JobState.RUNNING, clock.now() - timedelta(seconds=1)
    session.commit()

    assert work() == 1
    session.refresh(row)
    assert row.state is JobState.DONE


def test_a_job_that_its_workers_die_of_is_given_up(
    app: Flask, session: Session, kind: str, work: Callable[[], int]
) -> None:
    deadly, behind = ask(app, session, kind, a=1, b=2), ask(app, session, kind, a=3, b=4)
    deadly.state, deadly.lease_until = JobState.RUNNING, clock.now() - timedelta(seconds=1)
    deadly.attempts = MOST_TAKEOVERS
    session.commit()

    assert work() == 2
    session.refresh(deadly)
    session.refresh(behind)
    assert (deadly.state, deadly.result) == (JobState.FAILED, None)
    assert behind.state is JobState.DONE
