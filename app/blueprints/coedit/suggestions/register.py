"""The register follows the text: what is suggested in it now, and by whom.

The author of a key is whoever wrote the first update in which it stands; the server authenticated them.
What a key says about itself (it begins with a client number) is believed only if no update can be found.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.locking import lock
from app.blueprints.coedit.models import Document, DocumentClient, DocumentUpdate
from app.blueprints.coedit.service import Reading, read_document
from app.blueprints.coedit.suggestions.events import SuggestionsNoted
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.text.pending import KEY, Pending, pending_in
from app.blueprints.coedit.text.schema import Node
from app.core import clock
from app.core.db import db
from app.core.outbox import emit
from app.core.uow import unit_of_work

Origin = tuple[int, datetime]  # author, and when
MOST_KEYS = 20_000  # of one document: more open suggestions than words in any plan
_KEY_WRITTEN = re.compile(rb'(?:"|insert:|join:|delete:)(' + KEY.pattern.encode() + rb")(?![0-9])")


def follow(document_id: int, reading: Reading, since: int = 0) -> None:
    """Bring the register up to `reading`; `since`: the log up to there was looked through before."""
    if not _has_news(document_id, reading.pm):
        return
    pending = dict(list(pending_in(reading.pm).items())[:MOST_KEYS])
    known = _latest(document_id)
    new = {key for key in pending if key not in known or _is_settled(known[key])}
    origins = _origins(document_id, new, since)
    with unit_of_work():
        document = db.session.get_one(Document, document_id)
        if _note(document, pending, origins):
            emit(SuggestionsNoted(document_id=document_id))


def look_now(document_id: int) -> None:
    """For keys that are younger than the last reading."""
    follow(document_id, read_document(document_id))


def _has_news(document_id: int, pm: Node) -> bool:
    registered = select(Suggestion.id).where(Suggestion.document_id == document_id).limit(1)
    return bool(pending_in(pm)) or db.session.scalar(registered) is not None


def _latest(document_id: int) -> dict[str, Suggestion]:
    """The newest round of each key."""
    rows = select(Suggestion).where(Suggestion.document_id == document_id).order_by(Suggestion.round)
    return {row.key: row for row in db.session.scalars(rows)}


def _is_settled(row: Suggestion) -> bool:
    return row.decided_at is not None and row.settled_at is not None


def _note(document: Document, pending: Mapping[str, Pending], origins: Mapping[str, Origin]) -> bool:
    """Whether anything is another one than before."""
    lock(document)  # two readings at once
    known = _latest(document.id)
    schools = {person.user_id: person.school for person in host_of(document).colleagues(document.id)}
    changed = [_follow_one(row, pending.get(row.key)) for row in known.values()]
    for key, (author_id, at) in origins.items():
        before = known.get(key)
        if before is not None and not _is_settled(before):
            continue
        row = Suggestion(
            document=document,
            key=key,
            round=before.round + 1 if before else 1,
            author_id=author_id,
            school=schools.get(author_id, "")[: Suggestion.SCHOOL_LENGTH],
            created_at=at,
        )
        _write_words(row, pending[key])
        db.session.add(row)
        changed.append(True)
    return any(changed)


def _follow_one(row: Suggestion, pending: Pending | None) -> bool:
    before = (row.state, row.inserted, row.deleted, row.section, row.settled_at)
    if row.decided_at is not None:
        if pending is None:
            row.settled_at = row.settled_at or clock.now()
    elif pending is None:
        row.state = SuggestionState.WITHDRAWN
    else:
        row.state = SuggestionState.OPEN
        _write_words(row, pending)
    return before != (row.state, row.inserted, row.deleted, row.section, row.settled_at)


def _write_words(row: Suggestion, pending: Pending) -> None:
    row.inserted = "".join(pending.inserted)[: Suggestion.MOST_WORDS]
    row.deleted = "".join(pending.deleted)[: Suggestion.MOST_WORDS]
    row.section = pending.section[: Suggestion.SECTION_LENGTH]


def _origins(document_id: int, keys: Collection[str], since: int) -> dict[str, Origin]:
    found = _first_written(document_id, keys, since) if keys else {}
    if missing := set(keys) - set(found):
        found |= _first_written(document_id, missing, 0) if since else {}
        found |= _by_client(document_id, missing - set(found))
    return found


def _first_written(document_id: int, keys: Collection[str], since: int) -> dict[str, Origin]:
    wanted = {key.encode(): key for key in keys}
    rows = db.session.execute(
        select(DocumentUpdate.author_id, DocumentUpdate.at, DocumentUpdate.data)
        .where(DocumentUpdate.document_id == document_id, DocumentUpdate.seq > since)
        .order_by(DocumentUpdate.seq)
        .execution_options(yield_per=200)
    )
    found: dict[str, Origin] = {}
    for author_id, at, data in rows:
        for key in wanted.keys() & set(_KEY_WRITTEN.findall(data)):
            found.setdefault(wanted[key], (author_id, at))
    return found


def _by_client(document_id: int, keys: Collection[str]) -> dict[str, Origin]:
    clients = {key: int(key.partition("-")[0]) for key in keys}
    owners = dict(
        db.session.execute(
            select(DocumentClient.client_id, DocumentClient.user_id).where(
                DocumentClient.document_id == document_id, DocumentClient.client_id.in_(clients.values())
            )
        ).all()
    )
    now = clock.now()
    return {key: (owners[client], now) for key, client in clients.items() if client in owners}
