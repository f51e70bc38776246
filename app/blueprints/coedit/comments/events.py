"""Facts about comments, for notifications, open pages and later the record of the discussion."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CommentAdded(Event):
    """Somebody began a thread, or replied in one."""

    name = "coedit.comment_added"

    document_id: int
    thread_id: int
    comment_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Event):
    """Its author put it in other words."""

    name = "coedit.comment_edited"

    document_id: int
    thread_id: int
    comment_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(Event):
    """Its author took it back: the words are gone, that something stood there is still known."""

    name = "coedit.comment_deleted"

    document_id: int
    thread_id: int
    comment_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class CommentResolved(Event):
    """A thread is settled."""

    name = "coedit.comment_resolved"

    document_id: int
    thread_id: int
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class CommentReopened(Event):
    """A settled thread is open again."""

    name = "coedit.comment_reopened"

    document_id: int
    thread_id: int
    actor_id: int
