"""The history of a document: its versions, what changed between them, and how it was written."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.credits import in_language_of_reader
from app.blueprints.coedit.history import people, service
from app.blueprints.coedit.history.contributions import summary_of
from app.blueprints.coedit.history.forms import VersionForm
from app.blueprints.coedit.history.log_pages import log_page
from app.blueprints.coedit.history.policy import document_with_history
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document, role_of
from app.blueprints.coedit.service import read_document
from app.core.richtext import cleaned
from app.core.uow import unit_of_work
from app.web.flash import tell

bp = Blueprint("history", __name__, url_prefix="/documents/<int:document_id>/history")


@bp.get("")
@bp.get("/versions", alias=True)
@login_required
def index(document_id: int) -> ResponseReturnValue:
    return _versions_page(_document(document_id), VersionForm(formdata=None))


@bp.post("/versions")
@login_required
def name_version(document_id: int) -> ResponseReturnValue:
    document, form = _document(document_id), VersionForm()
    if not form.validate():
        return _versions_page(document, form), 422
    reading = read_document(document.id)
    with unit_of_work():
        service.name_version(document, form.label.data, actor=current_user(), reading=reading)
    tell(_("已存为版本“%(label)s”。", label=form.label.data))
    return redirect(url_for(".index", document_id=document_id), 303)


@bp.get("/versions/<int:version_id>")
@login_required
def version(document_id: int, version_id: int) -> ResponseReturnValue:
    document = _document(document_id)
    kept = service.version_of(document, version_id)
    html = in_language_of_reader(cleaned(service.html_of_version(kept)))
    return render_template("coedit/history/version.html", document=document, version=kept, html=html)


@bp.get("/versions/<int:version_id>/state")
@login_required
def state(document_id: int, version_id: int) -> ResponseReturnValue:
    kept = service.version_of(_document(document_id), version_id)
    return _bytes(kept.full_state)


@bp.post("/restorations")
@login_required
def restore(document_id: int) -> ResponseReturnValue:
    document = _document(document_id)
    kept = service.version_of(document, request.form.get("version", 0, type=int))
    reading = read_document(document.id)
    with unit_of_work():
        service.keep_before_restore(document, kept, actor=current_user(), reading=reading)
    return jsonify(
        state=url_for(".state", document_id=document_id, version_id=kept.id), label=kept.label
    ), 201


@bp.get("/compare")
@login_required
def compare(document_id: int) -> ResponseReturnValue:
    document = _document(document_id)
    wanted = [request.args.get(name, 0, type=int) for name in ("from", "to")]
    older, newer = (service.version_of(document, number) if number else None for number in wanted)
    if older and newer and older.seq > newer.seq:
        older, newer = newer, older
    return render_template("coedit/history/compare.html", document=document, older=older, newer=newer)


@bp.get("/replay")
@login_required
def replay(document_id: int) -> ResponseReturnValue:
    document = _document(document_id)
    listed = service.versions_of(document)
    return render_template("coedit/history/replay.html", document=document, listed=listed)


@bp.get("/log")
@login_required
def log(document_id: int) -> ResponseReturnValue:
    return _bytes(log_page(_document(document_id), after=request.args.get("after", 0, type=int)))


@bp.get("/writers")
@login_required
def writers(document_id: int) -> ResponseReturnValue:
    return jsonify(people.writers_of(readable_document(document_id, actor=current_user())))


def _document(document_id: int) -> Document:
    return document_with_history(document_id, actor=current_user())


def _versions_page(document: Document, form: VersionForm) -> str:
    return render_template(
        "coedit/history/index.html",
        document=document,
        listed=service.versions_of(document),
        summary=summary_of(document),
        role=role_of(current_user(), document),
        back=host_of(document).address(document.id),
        form=form,
    )


def _bytes(content: bytes) -> Response:
    return Response(content, mimetype="application/octet-stream")
