"""The worker: delivers the outbox and runs background jobs, in a process of its own.

Indexing and conversion are heavy; beside the web process they cannot make anybody's typing wait.
Events are quick and people watch for them (a raised hand, a right that ended), so they have a lane of
their own: none of them waits behind a conversion.
"""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import structlog
from flask import Flask

from app.core import audit, clock, jobs, outbox
from app.core.db import db

log = structlog.get_logger(__name__)

Lane = list[Callable[[], int | None]]

IDLE_SECONDS = 0.4
TIDY_EVERY = timedelta(hours=6)


class Worker:
    """Runs until told to stop. Several may run on PostgreSQL; entries and jobs are claimed one by one."""

    def __init__(
        self,
        app: Flask,
        tidying: Sequence[Callable[[], object]] = (),
        rounds: Sequence[Callable[[], int]] = (),
        daily: Sequence[Callable[[], object]] = (),
    ) -> None:
        """`tidying` is done at the start and a few times a day, `rounds` all the time.

        `daily` is done at the start and as soon as a new day begins at school.
        """
        self._app = app
        self._prompt: Lane = [outbox.drain]
        self._slow: Lane = [jobs.run_due, *rounds, self._begin_day, self._tidy]
        self._tidying = [outbox.forget_delivered, audit.forget_old, *tidying]
        self._stop = threading.Event()
        self._tidy_at = clock.now()
        self._daily = daily
        self._day: date | None = None

    def run(self) -> None:
        beside = threading.Thread(target=self._run_lane, args=(self._prompt,), name="events")
        beside.start()
        try:
            self._run_lane(self._slow)
        finally:
            beside.join()

    def stop(self) -> None:
        self._stop.set()

    def step(self) -> int:
        """One round of everything, one after the other. Returns how much was done."""
        return self._round(self._prompt + self._slow)

    def _run_lane(self, lane: Lane) -> None:
        """Until told to stop. Half a worker would look alive: with one half the other ends, for a new one."""
        try:
            while not self._stop.is_set():
                if not self._round(lane):
                    self._stop.wait(IDLE_SECONDS)
        finally:
            self.stop()

    def _round(self, lane: Lane) -> int:
        """A failing database is waited for, not died of."""
        with self._app.app_context():
            try:
                return sum(work() or 0 for work in lane)
            except Exception:  # a full disk or a lost database passes; mail, index and jobs wait for us
                log.exception("worker round failed")
                db.session.rollback()
                self._stop.wait(2)
                return 0

    def _begin_day(self) -> None:
        """What fails is done again in the next round: the day counts as begun only afterwards."""
        if self._day != clock.today():
            for task in self._daily:
                task()
            self._day = clock.today()

    def _tidy(self) -> None:
        if clock.now() >= self._tidy_at:
            self._tidy_at = clock.now() + TIDY_EVERY
            for task in self._tidying:
                task()


def run_worker(
    app: Flask,
    tidying: Sequence[Callable[[], object]] = (),
    rounds: Sequence[Callable[[], int]] = (),
    daily: Sequence[Callable[[], object]] = (),
) -> None:
    """The `flask worker` process: stops cleanly when asked to, and when its parent is gone."""
    worker = Worker(app, tidying, rounds, daily)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    threading.Thread(target=_stop_with_parent, args=(worker,), daemon=True).start()
    worker.run()


def _stop_with_parent(worker: Worker) -> None:
    """A web process that was killed cannot stop its worker; the worker notices by its new parent."""
    import os

    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    worker.stop()
