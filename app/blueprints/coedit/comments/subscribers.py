"""Open pages look again; who was spoken to, or spoke before, is told."""

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.announcing import MENTIONED, REPLIED
from app.blueprints.coedit.comments.events import (
    CommentAdded,
    CommentDeleted,
    CommentEdited,
    CommentReopened,
    CommentResolved,
)
from app.blueprints.coedit.comments.models import Comment
from app.blueprints.coedit.news import tell_pages
from app.blueprints.coedit.policy import may_read
from app.blueprints.notifications.service import News, notify
from app.core.db import db
from app.core.outbox import subscribe

WHAT = "comments"


@subscribe(CommentAdded)
def tell_who_is_concerned(event: CommentAdded) -> None:
    """Who is spoken to; then who spoke in the thread before. Nobody twice."""
    _tell_the_mentioned(event.comment_id)
    comment = db.session.get_one(Comment, event.comment_id)
    earlier = [each for each in comment.thread.comments if each.id < comment.id and not each.is_deleted]
    _tell(REPLIED, comment, {each.author_id for each in earlier})
    tell_pages(event.document_id, WHAT)


@subscribe(CommentEdited)
def tell_who_is_spoken_to_now(event: CommentEdited) -> None:
    _tell_the_mentioned(event.comment_id)
    tell_pages(event.document_id, WHAT)


@subscribe(CommentDeleted)
def show_that_it_is_gone(event: CommentDeleted) -> None:
    tell_pages(event.document_id, WHAT)


@subscribe(CommentResolved)
def show_that_it_is_settled(event: CommentResolved) -> None:
    tell_pages(event.document_id, WHAT)


@subscribe(CommentReopened)
def show_that_it_is_open(event: CommentReopened) -> None:
    tell_pages(event.document_id, WHAT)


def _tell_the_mentioned(comment_id: int) -> None:
    comment = db.session.get_one(Comment, comment_id)
    _tell(MENTIONED, comment, {mention.user_id for mention in comment.mentions})


def _tell(kind: str, comment: Comment, user_ids: set[int]) -> None:
    """Only those who may still read it."""
    document = comment.thread.document
    people = db.session.scalars(select(User).where(User.id.in_(user_ids - {comment.author_id})))
    news = News(
        kind=kind,
        cause=f"comment:{comment.id}",
        subject_id=document.id,
        part_id=comment.thread_id,
        title=document.title,
        actor_id=comment.author_id,
    )
    notify([person.id for person in people if may_read(person, document)], news)
