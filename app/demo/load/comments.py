"""What was said beside the plans of the demonstration, and what that rang at whose bell."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.announcing import MENTIONED, REPLIED
from app.blueprints.coedit.comments.mentioning import labels_of, mentioned_in
from app.blueprints.coedit.comments.models import Comment, CommentMention, CommentThread
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document
from app.blueprints.notifications.models import Notification
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import SETTLED, Move
from app.core.db import db
from app.demo import content
from app.demo.content import Row
from app.demo.load.staff import Staff
from app.demo.load.timeline import awake

PAUSE = timedelta(hours=3, minutes=17)
READ_AFTER = timedelta(minutes=4)


def load_comments(staff: Staff, key: str, preparation: JointPreparation, *, now: datetime) -> None:
    """Once the plan is stored and its steps are taken."""
    document = preparation.document
    for number, row in enumerate(content.comments().get(key, [])):
        assert document is not None  # nobody comments on what is only planned
        moments = _moments(preparation, number, now)
        thread = _thread(staff, document, row, next(moments))
        db.session.add(thread)
        for said in row["said"]:
            _say(thread, staff.users[said["by"]], said["text"], next(moments))
        db.session.flush()  # notifications name comments by number
        for comment in thread.comments:
            _ring(document, comment)


def _thread(staff: Staff, document: Document, row: Row, at: datetime) -> CommentThread:
    """No browser made an anchor: the quote and the words around it say where."""
    flat = "".join(document.text.split("\n")).replace("\t", "")
    start = flat.index(row["quote"])
    end, most = start + len(row["quote"]), CommentThread.CONTEXT_LENGTH
    thread = CommentThread(
        document=document,
        quote=row["quote"],
        before=flat[max(0, start - most) : start],
        after=flat[end : end + most],
        created_by=staff.users[row["said"][0]["by"]],
        at=at,
    )
    if "resolved_by" in row:
        thread.resolve(by=staff.users[row["resolved_by"]], at=at + PAUSE * (len(row["said"]) + 1) / 8)
    return thread


def _say(thread: CommentThread, author: User, body: str, at: datetime) -> None:
    comment = Comment(author=author, token=secrets.token_urlsafe(16), body=body, at=at)
    labels = labels_of(host_of(thread.document).colleagues(thread.document.id))
    for user_id, label in mentioned_in(body, labels).items():
        comment.mentions.append(CommentMention(user_id=user_id, label=label))
    thread.comments.append(comment)


def _ring(document: Document, comment: Comment) -> None:
    """What an open thread ended with so far is still unread."""
    is_news = not comment.thread.is_resolved and comment is comment.thread.comments[-1]
    spoken_to = {mention.user_id for mention in comment.mentions}
    earlier = {each.author_id for each in comment.thread.comments if each.id < comment.id}
    for user_id in (spoken_to | earlier) - {comment.author_id}:
        db.session.add(
            Notification(
                recipient_id=user_id,
                kind=MENTIONED if user_id in spoken_to else REPLIED,
                cause=f"comment:{comment.id}",
                subject_id=document.id,
                part_id=comment.thread_id,
                title=document.title,
                actor_id=comment.author_id,
                at=comment.at,
                read_at=None if is_news else comment.at + READ_AFTER,
            )
        )


def _moments(preparation: JointPreparation, number: int, now: datetime) -> Iterator[datetime]:
    """Hours apart, from when it was circulated until it was finalized, or until now."""
    taken = {step.move: step.at for step in preparation.transitions}
    at = taken.get(Move.CIRCULATE, preparation.created_at) + PAUSE * (number + 1) / 2
    latest = taken.get(Move.CLOSE_DISCUSSION, now) if preparation.state in SETTLED else now
    latest -= timedelta(minutes=50 - 7 * number)
    while True:
        yield min(awake(at), latest)
        at += PAUSE / 4
        latest += timedelta(minutes=5)
