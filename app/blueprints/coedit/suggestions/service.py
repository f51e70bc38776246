"""Deciding about suggestions. The text is changed afterwards, by the page of whoever decided."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.locking import lock
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.suggestions import policy
from app.blueprints.coedit.suggestions.events import SuggestingDefaultChanged, SuggestionsDecided
from app.blueprints.coedit.suggestions.models import SuggestingDefault, Suggestion, SuggestionState
from app.blueprints.coedit.text.html_write import Credits
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize

VERBS = {
    "adopt": SuggestionState.ADOPTED,
    "reject": SuggestionState.REJECTED,
    "withdraw": SuggestionState.WITHDRAWN,
}
MOST_AT_ONCE = 500
TAKEN_BACK_WITHIN = timedelta(minutes=5)


def all_rounds(document: Document) -> Sequence[Suggestion]:
    """With who made and who decided them, the newest round of each key last."""
    rows = policy.suggestions_of(document).options(
        joinedload(Suggestion.author), joinedload(Suggestion.decided_by)
    )
    return db.session.scalars(rows.order_by(Suggestion.round, Suggestion.id)).all()


def list_suggestions(document: Document) -> Sequence[Suggestion]:
    """The newest round of each."""
    return list({row.key: row for row in all_rounds(document)}.values())


def unknown_keys(document: Document, keys: Collection[str]) -> set[str]:
    known = select(Suggestion.key).where(Suggestion.document_id == document.id, Suggestion.key.in_(keys))
    return set(keys) - set(db.session.scalars(known))


def decide_suggestions(
    document: Document, keys: Collection[str], verb: str, *, actor: User, reason: str = ""
) -> list[str]:
    """Those that were still open; another page may have been faster with some of them."""
    if verb not in VERBS:
        raise Invalid(_("没有这种处理方式。"))
    rows = _asked_about(document, keys)
    for row in {row.author_id: row for row in rows}.values():  # nothing else about them is asked
        authorize(actor, verb, row)
    _settle([row for row in rows if row.is_open], VERBS[verb], actor=actor, reason=reason)
    return [row.key for row in rows if row.state is VERBS[verb]]


def take_back_decisions(document: Document, keys: Collection[str], *, actor: User) -> list[str]:
    """Of what this person decided themselves a moment ago; their page brings back the text.

    Later the text has gone on, and a name would be gone from what it took in.
    """
    rows = [row for row in _asked_about(document, keys) if row.decided_by_id is not None]
    if not rows:
        raise Conflict(_("这些建议还没有处理，不用撤销。"))
    for row in {(row.author_id, row.state): row for row in rows}.values():
        authorize(actor, next(verb for verb, state in VERBS.items() if state is row.state), row)
    own = [row for row in rows if row.decided_by_id == actor.id]
    if any(row.decided_at and clock.now() - row.decided_at > TAKEN_BACK_WITHIN for row in own):
        raise Conflict(_("处理完已经有一会儿了，不能再撤销；可以从“历史”里恢复。"))
    for row in own:
        row.reopen()
    _tell(own, SuggestionState.OPEN, actor)
    return [row.key for row in own]


def _asked_about(document: Document, keys: Collection[str]) -> list[Suggestion]:
    if not keys:
        raise Invalid(_("请选择要处理的建议。"))
    if len(keys) > MOST_AT_ONCE:
        raise Invalid(_("一次最多处理 %(most)s 条建议，请分几次处理。", most=MOST_AT_ONCE))
    lock(document)
    rows = [row for row in list_suggestions(document) if row.key in keys]
    if not rows:
        raise Conflict(_("这条建议还没有同步到服务器，请稍候再试。"))
    return rows


def reject_open(document: Document, *, actor: User, reason: str) -> None:
    """All that nobody has decided about: the text is not to be changed any more."""
    authorize(actor, "decide_suggestions", document)
    lock(document)
    rows = [row for row in list_suggestions(document) if row.is_open]
    _settle(rows, SuggestionState.REJECTED, actor=actor, reason=reason)


def _settle(rows: Sequence[Suggestion], state: SuggestionState, *, actor: User, reason: str) -> None:
    for row in rows:
        row.decide(state, by=actor, at=clock.now(), reason=reason.strip()[: Suggestion.REASON_LENGTH])
    _tell(rows, state, actor)


def _tell(rows: Sequence[Suggestion], state: SuggestionState, actor: User) -> None:
    if rows:
        emit(
            SuggestionsDecided(
                document_id=rows[0].document_id,
                suggestion_ids=[row.id for row in rows],
                state=state.value,
                actor_id=actor.id,
            )
        )


def set_suggesting_default(document: Document, on: bool, *, actor: User) -> None:
    """Whether everybody else begins by suggesting."""
    authorize(actor, "set_suggesting_default", document)
    lock(document)  # two who press at once
    row = db.session.get(SuggestingDefault, document.id)
    if on == (row is not None):
        return
    if row is not None:
        db.session.delete(row)
    else:
        db.session.add(SuggestingDefault(document_id=document.id, set_by_id=actor.id))
    emit(SuggestingDefaultChanged(document_id=document.id, actor_id=actor.id))


def suggests_by_default(document: Document) -> bool:
    return db.session.get(SuggestingDefault, document.id) is not None


def count_open(document_id: int) -> int:
    rows = select(func.count()).where(
        Suggestion.document_id == document_id, Suggestion.state == SuggestionState.OPEN
    )
    return db.session.scalar(rows) or 0


def credits_in(document_id: int) -> Credits:
    """Only whoever was really adopted is credited so, whatever marks the text bears."""
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.document_id == document_id)
        .options(joinedload(Suggestion.author))
        .order_by(Suggestion.round)
    ).all()
    adopted = [row for row in rows if row.state is SuggestionState.ADOPTED]
    return Credits({row.key: row.credit for row in adopted}, {row.key: row.credit for row in rows})
