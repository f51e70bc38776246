"""Beginning and ending, locking the text, hands. What stands in the database is true on every node."""

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.locking import lock
from app.blueprints.coedit.models import Document, DocumentHand, DocumentPresenting
from app.blueprints.coedit.presenting import policy
from app.blueprints.coedit.presenting.events import PresentingChanged
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.outbox import emit
from app.core.policy import authorize
from app.core.uow import unit_of_work

RULES = policy  # its rules must be known before anybody asks
MOST_HANDS = 200


def presenting_of(document: Document) -> DocumentPresenting | None:
    """Who presents now. Whoever has been away for too long does not any more."""
    query = select(DocumentPresenting).where(DocumentPresenting.document_id == document.id)
    row = db.session.scalars(query.options(joinedload(DocumentPresenting.presenter))).one_or_none()
    return row if row is not None and row.is_live else None


def hands_of(document: Document) -> list[DocumentHand]:
    """In the order in which they went up."""
    query = select(DocumentHand).where(DocumentHand.document_id == document.id)
    query = query.options(joinedload(DocumentHand.user)).order_by(
        DocumentHand.raised_at, DocumentHand.user_id
    )
    return list(db.session.scalars(query.limit(MOST_HANDS)))


def begin(document: Document, *, actor: User) -> None:
    authorize(actor, "present", document)
    lock(document)
    running = presenting_of(document)
    if running is not None and running.presenter_id != actor.id:
        raise Conflict(_("%(name)s正在主讲，请等他结束。", name=running.presenter.name))
    if running is None:
        _clear(document)
        now = clock.now()
        db.session.add(
            DocumentPresenting(document_id=document.id, presenter_id=actor.id, since=now, seen_at=now)
        )
        _tell(document, rights=True)


def end(document: Document, *, actor: User) -> None:
    lock(document)
    running = presenting_of(document)
    if running is not None:
        authorize(actor, "end", running)
        _clear(document)
        _tell(document, rights=True)


def set_lock(document: Document, locked: bool, *, actor: User) -> None:
    """From here on only the presenter writes, until they let the others."""
    running = _led_by(document, actor)
    if running.locked is not locked:
        running.locked = locked
        _tell(document, rights=True)


def set_hand(document: Document, raised: bool, *, actor: User) -> None:
    authorize(actor, "raise_hand", document)
    lock(document)
    if presenting_of(document) is None:
        raise Conflict(_("现在没有人在主讲。"))
    mine = db.session.get(DocumentHand, (document.id, actor.id))
    if raised and mine is None:
        db.session.add(DocumentHand(document_id=document.id, user_id=actor.id, raised_at=clock.now()))
    elif mine is not None and not raised:
        db.session.delete(mine)
    _tell(document)


def call_on(document: Document, user_id: int, called: bool, *, actor: User) -> None:
    """Let somebody speak, or take their hand down."""
    _led_by(document, actor)
    theirs = db.session.get(DocumentHand, (document.id, user_id))
    if theirs is None:
        return  # they took it down themselves a moment ago
    if called:
        theirs.called_at = clock.now()
    else:
        db.session.delete(theirs)
    _tell(document)


def keep_alive(document: Document, person: User) -> None:
    """The presenter's page is connected at this moment; said by the process that it is connected to."""
    row = document.presenting
    if row is None or row.presenter_id != person.id or not row.is_live:
        return
    seen = update(DocumentPresenting).where(
        DocumentPresenting.document_id == document.id, DocumentPresenting.presenter_id == person.id
    )
    with unit_of_work():
        db.session.execute(seen.values(seen_at=clock.now()))


def _led_by(document: Document, actor: User) -> DocumentPresenting:
    lock(document)
    running = presenting_of(document)
    if running is None:
        raise Conflict(_("主讲已经结束。"))
    authorize(actor, "lead", running)
    return running


def _clear(document: Document) -> None:
    for table in (DocumentHand, DocumentPresenting):
        db.session.execute(delete(table).where(table.document_id == document.id))
    db.session.expire_all()


def _tell(document: Document, *, rights: bool = False) -> None:
    emit(PresentingChanged(document_id=document.id, rights_changed=rights))
