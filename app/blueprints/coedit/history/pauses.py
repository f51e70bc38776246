"""Versions that keep themselves: after a pause in the writing. The older they are, the fewer remain."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import and_, select
from sqlalchemy.orm import defer

from app.blueprints.accounts.models import User
from app.blueprints.coedit.history.service import HEAVY
from app.blueprints.coedit.models import AUTOMATIC, Document, DocumentUpdate, DocumentVersion, VersionKind
from app.blueprints.coedit.room.replica import Broken
from app.blueprints.coedit.service import add_version, lock_document, read_document
from app.core import clock
from app.core.clock import SCHOOL_ZONE
from app.core.db import db
from app.core.uow import unit_of_work

log = structlog.get_logger(__name__)

QUIET = timedelta(minutes=10)
LOOK_EVERY_SECONDS = 60.0
AT_ONCE = 20
ALL_OF = timedelta(days=2)
DAILY_UNTIL = timedelta(days=60)  # from then on one a week

_looked_at = [float("-inf")]  # when this process looked for pauses last
_broken: set[int] = set()  # not tried again by this process


def look_for_pauses() -> int:
    """A round of the worker, which comes by all the time: once a minute is enough."""
    if time.monotonic() - _looked_at[0] < LOOK_EVERY_SECONDS:
        return 0
    _looked_at[0] = time.monotonic()
    return keep_after_pauses()


def keep_after_pauses() -> int:
    """A version for each document that has news and rests. Returns how many were kept."""
    latest = and_(DocumentUpdate.document_id == Document.id, DocumentUpdate.seq == Document.head_seq)
    resting = (
        select(Document.id, DocumentUpdate.author_id)
        .join(DocumentUpdate, latest)
        .where(Document.head_seq > Document.kept_seq, Document.closed_at.is_(None))
        .where(DocumentUpdate.at <= clock.now() - QUIET, Document.id.not_in(_broken))
        .limit(AT_ONCE)
    )
    found = db.session.execute(resting).all()
    return sum(_keep(document_id, author_id) for document_id, author_id in found)


def _keep(document_id: int, author_id: int) -> bool:
    """The state is put together before anything is locked."""
    try:
        reading = read_document(document_id)
    except Broken:
        _broken.add(document_id)
        log.warning("no version kept of a broken log", document=document_id)
        return False
    with unit_of_work():
        document = db.session.get_one(Document, document_id)
        lock_document(document)
        if document.kept_seq >= reading.seq:  # somebody kept it meanwhile
            return False
        author = db.session.get_one(User, author_id)
        add_version(document, reading, label="", kind=VersionKind.PAUSE, actor=author)
        thin_out(document)
    return True


def thin_out(document: Document) -> None:
    """Who wrote in between stays named, on the next version that remains."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    light = query.options(*(defer(column) for column in HEAVY))
    versions = db.session.scalars(light.order_by(DocumentVersion.seq, DocumentVersion.id)).all()
    going = superfluous(versions, clock.now())
    inherited: set[int] = set()
    for version in versions:
        if version in going:
            inherited |= set(version.writer_ids)
            db.session.delete(version)
        elif inherited:
            version.writer_ids = sorted(inherited | set(version.writer_ids))
            inherited = set()


def superfluous(versions: Iterable[DocumentVersion], now: datetime) -> list[DocumentVersion]:
    """Of the automatic ones: all of two days remain, then the last of each day, then of each week."""
    newest: dict[tuple[str, str], DocumentVersion] = {}
    aged = [each for each in versions if each.kind in AUTOMATIC and now - each.at > ALL_OF]
    for version in aged:
        newest[_span(version.at, now)] = version
    return [version for version in aged if version not in newest.values()]


def _span(at: datetime, now: datetime) -> tuple[str, str]:
    local = at.astimezone(SCHOOL_ZONE)
    if now - at <= DAILY_UNTIL:
        return "day", local.date().isoformat()
    year, week, _weekday = local.isocalendar()
    return "week", f"{year}-{week}"
