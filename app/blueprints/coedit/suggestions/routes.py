"""The register of suggestions as the editor asks for it, and decisions about them."""

from typing import Any

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document
from app.blueprints.coedit.suggestions import policy, register, service
from app.blueprints.coedit.suggestions.forms import decision_in_form
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.core.uow import unit_of_work
from app.web.i18n import day, moment
from app.web.limits import limiter, person

bp = Blueprint("suggestions", __name__, url_prefix="/documents/<int:document_id>/suggestions")
OFTEN = "60 per minute; 1000 per hour"


@bp.get("")
@login_required
def index(document_id: int) -> ResponseReturnValue:
    return _answer(readable_document(document_id, actor=current_user()))


@bp.get("/text")
@login_required
def show(document_id: int) -> ResponseReturnValue:
    """To the page of the text: where notifications lead."""
    document = readable_document(document_id, actor=current_user())
    return redirect(f"{host_of(document).address(document.id)}#suggestions", 303)


@bp.post("/decisions")
@login_required
@limiter.limit(OFTEN, key_func=person)
def decide(document_id: int) -> ResponseReturnValue:
    document, wanted = readable_document(document_id, actor=current_user()), decision_in_form()
    if service.unknown_keys(document, wanted.keys):
        register.look_now(document_id)
    with unit_of_work():
        if wanted.verb == "undo":
            keys = service.take_back_decisions(document, wanted.keys, actor=current_user())
        else:
            keys = service.decide_suggestions(
                document, wanted.keys, wanted.verb, actor=current_user(), reason=wanted.reason
            )
    return _answer(document, decided=keys)


@bp.post("/default")
@login_required
def set_default(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.set_suggesting_default(document, request.form.get("on") == "1", actor=current_user())
    return _answer(document)


def _answer(document: Document, **more: Any) -> ResponseReturnValue:
    me, rows = current_user(), service.all_rounds(document)
    adopted = {row.key: row for row in rows if row.state is SuggestionState.ADOPTED}
    newest = {row.key: row for row in rows}
    return jsonify(
        mayDecide=policy.may_decide(me, document),
        suggestByDefault=service.suggests_by_default(document),
        suggestions=[_line(row) | {"thanks": _thanks(adopted.get(key))} for key, row in newest.items()],
        **more,
    )


def _thanks(row: Suggestion | None) -> dict[str, str] | None:
    """What is said at the words, even while something new is suggested under the same key."""
    if row is None or row.decided_at is None or row.decided_by is None:
        return None
    return {"who": row.credit, "when": day(row.decided_at), "by": row.decided_by.name}


def _line(row: Suggestion) -> dict[str, Any]:
    return {
        "key": row.key,
        "state": row.state.value,
        "author": {
            "id": row.author_id,
            "name": row.author.name,
            "school": row.school,
            "color": row.author.color,
        },
        "at": row.created_at.isoformat(),
        "when": moment(row.created_at),
        "inserted": row.inserted,
        "deleted": row.deleted,
        "section": row.section,
        "decidedBy": {"id": row.decided_by_id, "name": row.decided_by.name} if row.decided_by else None,
        "decidedAt": row.decided_at.isoformat() if row.decided_at else None,
        "reason": row.reason,
        "settled": row.settled_at is not None,
    }
