"""Presenting, for the bar above the text: every step answers how it stands now."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document
from app.blueprints.coedit.presenting import service
from app.blueprints.coedit.presenting.stage import stage_of
from app.core.uow import unit_of_work

bp = Blueprint("presenting", __name__, url_prefix="/documents/<int:document_id>/presenting")


@bp.get("")
@login_required
def show(document_id: int) -> ResponseReturnValue:
    return _stage(readable_document(document_id, actor=current_user()))


@bp.post("")
@login_required
def begin(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.begin(document, actor=current_user())
    return _stage(document)


@bp.post("/end")
@login_required
def end(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.end(document, actor=current_user())
    return _stage(document)


@bp.post("/lock")
@login_required
def lock(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.set_lock(document, request.form.get("on") == "1", actor=current_user())
    return _stage(document)


@bp.post("/hand")
@login_required
def raise_hand(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.set_hand(document, request.form.get("on") == "1", actor=current_user())
    return _stage(document)


@bp.post("/hands/<int:user_id>")
@login_required
def call_on(document_id: int, user_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        service.call_on(document, user_id, request.form.get("on") == "1", actor=current_user())
    return _stage(document)


def _stage(document: Document) -> ResponseReturnValue:
    return jsonify(stage_of(document, current_user()))
