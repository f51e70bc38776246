"""The division of labour, for the outline beside the text."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document
from app.blueprints.coedit.sections import service
from app.blueprints.coedit.sections.board import board_of
from app.core.uow import unit_of_work

bp = Blueprint("sections", __name__, url_prefix="/documents/<int:document_id>/sections")


@bp.get("")
@login_required
def index(document_id: int) -> ResponseReturnValue:
    return _board(readable_document(document_id, actor=current_user()))


@bp.post("/<key>/assignee")
@login_required
def assign(document_id: int, key: str) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.assign(document, key, request.form.get("assignee", type=int), actor=current_user())
    return _board(document)


@bp.post("/<key>/done")
@login_required
def mark_done(document_id: int, key: str) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.mark_done(document, key, request.form.get("done") == "1", actor=current_user())
    return _board(document)


def _board(document: Document) -> ResponseReturnValue:
    return jsonify(board_of(document, current_user()))
