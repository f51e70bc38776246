"""The readable text and HTML of a document follow its log, at a short distance, as background work."""

from collections.abc import Callable
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

PAUSE_SECONDS = 3.0

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
    """Asks for one derivation per document a while after it began to change."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: set[int] = set()

    def notice(self, document_id: int) -> None:
        if document_id not in self._waiting:
            self._waiting.add(document_id)
            gevent.spawn_later(PAUSE_SECONDS, self._ask, document_id)

    def _ask(self, document_id: int) -> None:
        self._waiting.discard(document_id)
        try:
            with self._app.app_context(), unit_of_work():
                jobs.enqueue(service.DERIVE_JOB, {"document_id": document_id}, owner_id=None)
        except SQLAlchemyError:  # the next change, or the next opening, asks again
            log.warning("derivation not asked for", document=document_id)
