"""A preparation moves on: circulated, discussed, finalized. Each step is logged with who took it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentClient, DocumentVersion, VersionKind
from app.blueprints.coedit.service import Reading, close_document, freeze_version, read_document
from app.blueprints.coedit.suggestions.register import follow
from app.blueprints.coedit.suggestions.service import reject_open
from app.blueprints.preparation.events import (
    PreparationCancelled,
    PreparationChanged,
    PreparationFinalized,
)
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.beginning import first_text
from app.blueprints.preparation.service.locking import lock
from app.blueprints.preparation.states import Move, Visibility
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize
from app.web.i18n import source_words

WITH_OWN_USE_CASE = frozenset({Move.FINALIZE, Move.CANCEL})
LEFT_OUT = "定稿时没有采纳"  # why, as it is kept with each suggestion
MILESTONES = {  # how the text stood then is kept
    Move.CIRCULATE: _l("发布初案"),
    Move.RETURN: _l("退回初备"),
    Move.OPEN_DISCUSSION: _l("开始研讨"),
    Move.CLOSE_DISCUSSION: _l("结束研讨"),
    Move.REOPEN: _l("退回初备"),
}


def move_on(
    preparation: JointPreparation,
    move: Move,
    *,
    actor: User,
    reason: str = "",
    reading: Reading | None = None,
) -> None:
    """One plain step. Finalizing and cancelling have use cases of their own."""
    authorize(actor, move.value, preparation)
    if move in WITH_OWN_USE_CASE:
        raise Invalid(_("这一步要在它自己的页面上完成。"))
    lock(preparation)
    if move is Move.START_DRAFT and preparation.document is None:
        preparation.document = first_text(preparation, actor=actor)
    preparation.move(move, by=actor, at=clock.now(), reason=reason)
    if move in MILESTONES and preparation.document is not None:
        with source_words():  # kept with the version; whoever reads it reads it in their language
            label = str(MILESTONES[move])
        kind = VersionKind.STATE_CHANGE
        freeze_version(preparation.document, label, kind=kind, actor=actor, reading=reading)
    emit(PreparationChanged(preparation_id=preparation.id))


def read_for_moving(preparation: JointPreparation, move: Move, *, actor: User) -> Reading | None:
    """The text as it is now, if the move keeps a version of it."""
    authorize(actor, move.value, preparation)
    document_id = preparation.document_id
    is_kept = move in MILESTONES and preparation.allows(move)
    return read_document(document_id) if is_kept and document_id else None


def read_for_finalizing(preparation: JointPreparation, *, actor: User) -> Reading:
    """The text as it is now: read before the unit of work, because that takes a while."""
    authorize(actor, "finalize", preparation)
    document_id = check_ready(preparation).id
    reading = read_document(document_id)
    follow(document_id, reading)  # somebody is asked about what is still suggested
    return reading


def leave_out_suggestions(preparation: JointPreparation, *, actor: User) -> None:
    """Those that nobody has decided about, before the text is frozen without them."""
    authorize(actor, "finalize", preparation)
    reject_open(check_ready(preparation), actor=actor, reason=LEFT_OUT)


def finalize_preparation(
    preparation: JointPreparation,
    *,
    actor: User,
    visibility: Visibility = Visibility.GROUP,
    reading: Reading | None = None,
) -> DocumentVersion:
    """Freeze what is stored now as the common plan (共案). From here on nobody writes in it."""
    authorize(actor, "finalize", preparation)
    lock(preparation)
    document = check_ready(preparation)
    with source_words():
        label = _("定稿")
    version = freeze_version(document, label, actor=actor, reading=reading)
    close_document(document, actor=actor)
    preparation.finalize(version, contributors=contributors_to(document.id), by=actor, at=clock.now())
    preparation.visibility = visibility
    emit(
        PreparationFinalized(preparation_id=preparation.id, version_id=version.id, actor_id=actor.id),
    )
    emit(PreparationChanged(preparation_id=preparation.id))
    return version


def check_ready(preparation: JointPreparation) -> Document:
    """The text that is about to be frozen. Raises Conflict before the discussion has ended."""
    if not preparation.allows(Move.FINALIZE) or preparation.document is None:
        raise Conflict(_("先结束研讨、修改好再定稿。"))
    return preparation.document


def cancel_preparation(preparation: JointPreparation, reason: str, *, actor: User) -> None:
    """It will not take place. The text stays readable for those who took part."""
    authorize(actor, "cancel", preparation)
    lock(preparation)
    preparation.move(Move.CANCEL, by=actor, at=clock.now(), reason=reason.strip())
    if preparation.document is not None:
        close_document(preparation.document, actor=actor)
    emit(PreparationCancelled(preparation_id=preparation.id, actor_id=actor.id))
    emit(PreparationChanged(preparation_id=preparation.id))


def contributors_to(document_id: int | None) -> int:
    """How many people have written in it."""
    writers = select(func.count(DocumentClient.user_id.distinct()))
    return db.session.scalar(writers.where(DocumentClient.document_id == document_id)) or 0
