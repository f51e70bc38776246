"""Who may see, write and settle comments: the rules of the document's host, as long as it is open."""

from sqlalchemy import Select, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.hosts import subject_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import may_read
from app.core.policy import allow, can


def threads_of(document: Document) -> Select[CommentThread]:
    """All threads of a document that the person may read: see coedit.policy.readable_document."""
    return select(CommentThread).where(CommentThread.document_id == document.id)


@allow(Document, "comment")
def may_speak(actor: User, document: Document) -> bool:
    """Whoever may read and takes part; after finalizing nobody."""
    return document.closed_at is None and _may(actor, "comment_document", document)


@allow(Document, "settle_comments")
def may_settle_all(actor: User, document: Document) -> bool:
    """Whoever is in charge of what the document belongs to."""
    return document.closed_at is None and _may(actor, "settle_comments", document)


@allow(CommentThread, "reply")
def may_speak_in_it(actor: User, thread: CommentThread) -> bool:
    return may_speak(actor, thread.document)


@allow(CommentThread, "resolve", "reopen")
def began_it_or_is_in_charge(actor: User, thread: CommentThread) -> bool:
    """Who began it may settle it, as long as they may speak at all."""
    if thread.created_by_id == actor.id and may_speak(actor, thread.document):
        return True
    return may_settle_all(actor, thread.document)


@allow(Comment, "edit", "delete")
def said_it(actor: User, comment: Comment) -> bool:
    """Nobody changes what somebody else said."""
    return comment.author_id == actor.id and may_speak(actor, comment.thread.document)


def _may(actor: User, verb: str, document: Document) -> bool:
    return may_read(actor, document) and can(actor, verb, subject_of(document))
