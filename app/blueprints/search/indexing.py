"""Keep the index in step: changes are rows, the worker takes many at once to one writer of the engine.

Indexing takes seconds at times, and nobody may wait for it: it happens outside of any transaction.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import structlog
from sqlalchemy import and_, delete, or_, select

from app.blueprints.search.building import is_being_built
from app.blueprints.search.kinds import kinds
from app.blueprints.search.models import SearchChange
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.ports import search
from app.ports.search import SearchUnavailable

log = structlog.get_logger(__name__)

BATCH = 200


def note_change(kind: str, number: int) -> None:
    """In the caller's transaction: this thing is new, changed or gone; the index follows soon."""
    note_changes(kind, [number])


def note_changes(kind: str, numbers: Iterable[int]) -> None:
    """The same for many at once."""
    wanted, now = sorted({f"{kind}:{number}" for number in numbers}), clock.now()
    for start in range(0, len(wanted), BATCH):
        uids = wanted[start : start + BATCH]
        rows = db.session.scalars(select(SearchChange).where(SearchChange.uid.in_(uids)))
        waiting = {row.uid: row for row in rows}
        for uid in uids:
            if uid in waiting:
                waiting[uid].at = now
            else:
                db.session.add(SearchChange(uid=uid, at=now))


def index_changes() -> int:
    """Bring up to BATCH changed things into the index. Returns how many; none while it is unavailable."""
    changes = db.session.execute(
        select(SearchChange.uid, SearchChange.at).order_by(SearchChange.at).limit(BATCH)
    ).all()
    if not changes or is_being_built():
        return 0
    try:
        _bring_in([uid for uid, _at in changes])
    except SearchUnavailable:
        log.warning("the search index is unavailable", waiting=len(changes))
        return 0
    _tick_off([(uid, at) for uid, at in changes])
    return len(changes)


def _bring_in(uids: list[str]) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for uid in uids:
        kind, _colon, number = uid.partition(":")
        if kind in kinds():
            numbers[kind].append(int(number))
    documents = [document for kind, wanted in numbers.items() for document in kinds()[kind].describe(wanted)]
    db.session.rollback()  # read; the engine may take its time now
    gone = set(uids) - {document.uid for document in documents}
    if documents:
        search.current().put(documents)
    if gone:
        search.current().remove(gone)


def _tick_off(changes: list[tuple[str, datetime]]) -> None:
    """What changed again meanwhile keeps its row."""
    same = [and_(SearchChange.uid == uid, SearchChange.at == at) for uid, at in changes]
    with unit_of_work():
        db.session.execute(delete(SearchChange).where(or_(*same)))
