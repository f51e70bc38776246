"""Speaking beside a text: begin a thread, reply, put it differently, take it back, settle it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.events import (
    CommentAdded,
    CommentDeleted,
    CommentEdited,
    CommentReopened,
    CommentResolved,
)
from app.blueprints.coedit.comments.mentioning import labels_of, mentioned_in
from app.blueprints.coedit.comments.models import Comment, CommentMention, CommentThread
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize

MOST_THREADS = 1000  # of one document
MOST_COMMENTS = 200  # of one thread


@dataclass(frozen=True)
class Place:
    """Where in the text, as a browser says it."""

    start: bytes
    end: bytes
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Words:
    """What somebody says. The page makes the token, and sends it again when no answer came."""

    body: str
    token: str


def begin_thread(document: Document, place: Place, words: Words, *, actor: User) -> CommentThread:
    """The first comment about a place."""
    _check_open(document)
    authorize(actor, "comment", document)
    body = _checked(words.body)

    def write() -> Comment:
        _check_room(select(func.count()).where(CommentThread.document_id == document.id), MOST_THREADS)
        thread = CommentThread(
            document=document,
            anchor_start=place.start,
            anchor_end=place.end,
            quote=place.quote,
            before=place.before,
            after=place.after,
            created_by=actor,
        )
        return Comment(thread=thread, author=actor, token=words.token, body=body)

    comment = _said_once(write, words, actor)
    if comment.thread.document_id != document.id:
        raise Conflict(_("这条批注已经发在另一份文档里。"))
    return comment.thread


def reply(thread: CommentThread, words: Words, *, actor: User) -> Comment:
    """Whoever replies in a settled thread opens it again: it was not settled after all."""
    _check_open(thread.document)
    authorize(actor, "reply", thread)
    body = _checked(words.body)

    def write() -> Comment:
        _check_room(select(func.count()).where(Comment.thread_id == thread.id), MOST_COMMENTS)
        if thread.reopen():
            emit(_settling(CommentReopened, thread, actor))
        return Comment(thread=thread, author=actor, token=words.token, body=body)

    return _said_once(write, words, actor)


def edit_comment(comment: Comment, body: str, *, actor: User) -> None:
    _check_open(comment.thread.document)
    authorize(actor, "edit", comment)
    if comment.is_deleted:
        raise Conflict(_("这条批注已经删除。"))
    body = _checked(body)
    if body != comment.body:
        comment.edit(body, clock.now())
        _note_mentions(comment)
        emit(_saying(CommentEdited, comment, actor))


def delete_comment(comment: Comment, *, actor: User) -> None:
    _check_open(comment.thread.document)
    authorize(actor, "delete", comment)
    if not comment.is_deleted:
        comment.take_back(clock.now())
        emit(_saying(CommentDeleted, comment, actor))


def resolve_thread(thread: CommentThread, *, actor: User) -> None:
    _check_open(thread.document)
    authorize(actor, "resolve", thread)
    if thread.resolve(by=actor, at=clock.now()):
        emit(_settling(CommentResolved, thread, actor))


def reopen_thread(thread: CommentThread, *, actor: User) -> None:
    _check_open(thread.document)
    authorize(actor, "reopen", thread)
    if thread.reopen():
        emit(_settling(CommentReopened, thread, actor))


def _said_once(write: Callable[[], Comment], words: Words, actor: User) -> Comment:
    """The comment with this token: a new one, or the one that an earlier try has stored."""
    known = select(Comment).where(Comment.author_id == actor.id, Comment.token == words.token)
    if (before := db.session.scalars(known).one_or_none()) is not None:
        return before
    try:
        with db.session.begin_nested():
            comment = write()
            db.session.add(comment)
            db.session.flush()  # two tries at the same moment: the constraint decides
    except IntegrityError:
        return db.session.scalars(known).one()
    _note_mentions(comment)
    emit(_saying(CommentAdded, comment, actor))
    return comment


def _note_mentions(comment: Comment) -> None:
    document = comment.thread.document
    labels = labels_of(host_of(document).colleagues(document.id))
    meant = mentioned_in(comment.body, labels)
    kept = {mention.user_id: mention for mention in comment.mentions if mention.user_id in meant}
    comment.mentions[:] = [
        kept.get(user_id) or CommentMention(user_id=user_id, label=label) for user_id, label in meant.items()
    ]


def _saying(
    event: type[CommentAdded | CommentEdited | CommentDeleted], comment: Comment, actor: User
) -> CommentAdded | CommentEdited | CommentDeleted:
    thread = comment.thread
    return event(
        document_id=thread.document_id, thread_id=thread.id, comment_id=comment.id, actor_id=actor.id
    )


def _settling(
    event: type[CommentResolved | CommentReopened], thread: CommentThread, actor: User
) -> CommentResolved | CommentReopened:
    return event(document_id=thread.document_id, thread_id=thread.id, actor_id=actor.id)


def _check_open(document: Document) -> None:
    if document.closed_at is not None:
        raise Conflict(_("这份文档已经定稿或取消，批注只能阅读。"))


def _checked(body: str) -> str:
    """Plain text as it was typed, without what surrounds it."""
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid(_("写点什么再发出。"))
    if len(body) > Comment.BODY_LENGTH:
        raise Invalid(
            _("一条批注最多 %(most)s 字，现在有 %(count)s 字；请删短一些再发出。",
              most=Comment.BODY_LENGTH, count=len(body))
        )  # fmt: skip
    return body


def _check_room(count: Select[int], most: int) -> None:
    if (db.session.scalar(count) or 0) >= most:
        raise Conflict(_("这里的批注已经太多，请先处理一些再写。"))
