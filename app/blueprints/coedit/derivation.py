"""The readable text and HTML of a document follow its log, at a short distance, as background work."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent
import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document
from app.core import jobs
from app.core.db import db
from app.core.uow import unit_of_work

log = structlog.get_logger(__name__)

PAUSE_SECONDS, LONGEST_SECONDS = 3.0, 20.0

Onlooker = Callable[[int, service.Reading, int], object]
_onlookers: list[Onlooker] = []


@jobs.job(service.DERIVE_JOB)
def derive(job: jobs.Job) -> dict[str, Any] | None:
    """Bring text and HTML up to the log. Twice is harmless."""
    document_id: int = job.payload["document_id"]
    read = service.read_document(document_id)
    with unit_of_work():
        document = db.session.get_one(Document, document_id)
        since = document.derived_seq
        service.write_derived(document, seq=read.seq, html=read.html, text=read.text)
    if read.seq >= since:
        for look in _onlookers:
            look(document_id, read, since)
    return None


def look_too(onlooker: Onlooker) -> None:
    """Call `onlooker` with each new reading and how far the last one reached; outside of units of work."""
    _onlookers.append(onlooker)


def catch_up() -> int:
    """Ask for what a killed process did not get to ask for. Returns for how many documents."""
    with unit_of_work():
        behind = db.session.scalars(select(Document.id).where(Document.derived_seq < Document.head_seq)).all()
        for document_id in behind:
            jobs.enqueue(service.DERIVE_JOB, {"document_id": document_id}, owner_id=None)
    return len(behind)


class DerivationClock:
    """Asks for a derivation when the writing pauses, and now and then while it does not.

    Reading a whole document anew costs as much as a hundred edits: not for every few words of somebody
    who writes on and on.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._writing: dict[int, Spell] = {}
        self._looks: dict[int, gevent.Greenlet[..., None]] = {}

    def notice(self, document_id: int) -> None:
        now = time.monotonic()
        spell = self._writing.get(document_id)
        if spell is not None:
            spell.latest = now
            return
        self._writing[document_id] = spell = Spell(began=now, latest=now)
        self._look_in(spell.seconds_left(now), document_id)

    def stop(self) -> None:
        """Ask for nothing any more. The next start catches up."""
        gevent.killall(list(self._looks.values()))

    def _look_in(self, seconds: float, document_id: int) -> None:
        self._looks[document_id] = gevent.spawn_later(seconds, self._look, document_id)

    def _look(self, document_id: int) -> None:
        left = self._writing[document_id].seconds_left(time.monotonic())
        if left > 0:
            self._look_in(left, document_id)
            return
        del self._writing[document_id], self._looks[document_id]
        try:
            with self._app.app_context(), unit_of_work():
                jobs.enqueue(service.DERIVE_JOB, {"document_id": document_id}, owner_id=None)
        except SQLAlchemyError:  # the next change, or the next opening, asks again
            log.warning("derivation not asked for", document=document_id)


@dataclass
class Spell:
    """A time of writing without a pause, as far as it was not derived yet; by the monotonic clock."""

    began: float
    latest: float

    def seconds_left(self, now: float) -> float:
        """Until it has to be derived."""
        return min(self.latest + PAUSE_SECONDS, self.began + LONGEST_SECONDS) - now
