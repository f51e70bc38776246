"""The side panel of comments, and every step in it: one door for pages with and without scripts."""

import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.comments import policy, service
from app.blueprints.coedit.comments.conversation import conversation_about
from app.blueprints.coedit.comments.forms import place_in_form, words_in_form
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import readable_document
from app.core.errors import Missing
from app.core.uow import unit_of_work
from app.web.htmx import is_htmx
from app.web.limits import limiter, person
from app.web.query import get_or_missing

bp = Blueprint("comments", __name__, url_prefix="/documents/<int:document_id>/comments")
OFTEN = "30 per minute; 300 per hour"


@bp.get("")
@login_required
def index(document_id: int) -> ResponseReturnValue:
    return _panel(readable_document(document_id, actor=current_user()))


@bp.get("/<int:thread_id>")
@login_required
def show(document_id: int, thread_id: int) -> ResponseReturnValue:
    """To the page of the text, at this thread: where notifications lead."""
    document = _thread(document_id, thread_id).document
    return redirect(f"{host_of(document).address(document.id)}#thread-{thread_id}", 303)


@bp.post("")
@login_required
@limiter.limit(OFTEN, key_func=person)
def create(document_id: int) -> ResponseReturnValue:
    document = readable_document(document_id, actor=current_user())
    with unit_of_work():
        thread = service.begin_thread(document, place_in_form(), words_in_form(), actor=current_user())
    return _answer(document, thread.id)


@bp.post("/<int:thread_id>/replies")
@login_required
@limiter.limit(OFTEN, key_func=person)
def reply(document_id: int, thread_id: int) -> ResponseReturnValue:
    thread = _thread(document_id, thread_id)
    with unit_of_work():
        service.reply(thread, words_in_form(), actor=current_user())
    return _answer(thread.document, thread_id)


@bp.post("/<int:thread_id>/resolution")
@login_required
@limiter.limit(OFTEN, key_func=person)
def resolve(document_id: int, thread_id: int) -> ResponseReturnValue:
    thread = _thread(document_id, thread_id)
    with unit_of_work():
        service.resolve_thread(thread, actor=current_user())
    return _answer(thread.document, thread_id)


@bp.post("/<int:thread_id>/reopening")
@login_required
@limiter.limit(OFTEN, key_func=person)
def reopen(document_id: int, thread_id: int) -> ResponseReturnValue:
    thread = _thread(document_id, thread_id)
    with unit_of_work():
        service.reopen_thread(thread, actor=current_user())
    return _answer(thread.document, thread_id)


@bp.post("/<int:thread_id>/replies/<int:comment_id>")
@login_required
@limiter.limit(OFTEN, key_func=person)
def edit(document_id: int, thread_id: int, comment_id: int) -> ResponseReturnValue:
    comment = _comment(document_id, thread_id, comment_id)
    with unit_of_work():
        service.edit_comment(comment, request.form.get("body", ""), actor=current_user())
    return _answer(comment.thread.document, thread_id)


@bp.post("/<int:thread_id>/replies/<int:comment_id>/removal")
@login_required
@limiter.limit(OFTEN, key_func=person)
def delete(document_id: int, thread_id: int, comment_id: int) -> ResponseReturnValue:
    comment = _comment(document_id, thread_id, comment_id)
    with unit_of_work():
        service.delete_comment(comment, actor=current_user())
    return _answer(comment.thread.document, thread_id)


def _thread(document_id: int, thread_id: int) -> CommentThread:
    document = readable_document(document_id, actor=current_user())
    return get_or_missing(policy.threads_of(document), id=thread_id)


def _comment(document_id: int, thread_id: int, comment_id: int) -> Comment:
    thread = _thread(document_id, thread_id)
    for comment in thread.comments:
        if comment.id == comment_id:
            return comment
    raise Missing(str(comment_id))


def _answer(document: Document, thread_id: int) -> ResponseReturnValue:
    """The whole panel for a script; the page of the text for a browser without."""
    if is_htmx():
        return _panel(document)
    return redirect(url_for(".show", document_id=document.id, thread_id=thread_id), 303)


def _panel(document: Document) -> str:
    talk = conversation_about(document, current_user())
    return render_template("coedit/comments/_panel.html", talk=talk)


@bp.app_template_global()
def fresh_token() -> str:
    """For forms without scripts: pressed twice, stored once."""
    return secrets.token_urlsafe(16)
