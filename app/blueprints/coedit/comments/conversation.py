"""Everything said about a document, as one person sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments import policy
from app.blueprints.coedit.comments.mentioning import labels_of, pieces_of
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.hosts import Colleague, host_of, subject_of
from app.blueprints.coedit.models import Document
from app.core.db import db
from app.core.policy import can


@dataclass(frozen=True)
class Conversation:
    """The threads of a document in the order of the text, and what the reader may do with them."""

    document: Document
    reader: User
    threads: Sequence[CommentThread]
    labels: Mapping[str, Colleague]  # whom one may speak to, by what to write behind the @
    may_speak: bool
    may_settle_all: bool

    @cached_property
    def schools(self) -> dict[int, str]:
        return {person.user_id: person.school for person in self.labels.values()}

    @property
    def open_count(self) -> int:
        return sum(not thread.is_resolved for thread in self.threads)

    def may_settle(self, thread: CommentThread) -> bool:
        return self.may_settle_all or (self.may_speak and thread.created_by_id == self.reader.id)

    def may_change(self, comment: Comment) -> bool:
        return self.may_speak and comment.author_id == self.reader.id and not comment.is_deleted

    def concerns_reader(self, thread: CommentThread) -> bool:
        """They said something in it, or are spoken to."""
        return any(
            comment.author_id == self.reader.id
            or any(mention.user_id == self.reader.id for mention in comment.mentions)
            for comment in thread.comments
        )

    def pieces(self, comment: Comment) -> list[tuple[str, bool]]:
        """The words, cut at those who are spoken to."""
        return pieces_of(comment.body, {mention.label for mention in comment.mentions})

    def is_in_text(self, thread: CommentThread) -> bool:
        """Whether the quoted words still stand in the readable text."""
        return _flat(thread.quote) in self._text

    @cached_property
    def _text(self) -> str:
        return _flat(self.document.text)


def conversation_about(document: Document, reader: User) -> Conversation:
    """For somebody who may read the document. The same number of questions for any number of threads."""
    comments = selectinload(CommentThread.comments)
    rows = db.session.scalars(
        policy.threads_of(document)
        .options(joinedload(CommentThread.resolved_by))
        .options(comments.joinedload(Comment.author), comments.selectinload(Comment.mentions))
        .order_by(CommentThread.id)
    ).all()
    text, subject, is_open = _flat(document.text), subject_of(document), document.closed_at is None
    threads = [thread for thread in rows if not thread.is_empty]
    return Conversation(
        document=document,
        reader=reader,
        threads=sorted(threads, key=lambda thread: _place_in(text, thread)),
        labels=labels_of(host_of(document).colleagues(document.id)),
        may_speak=is_open and can(reader, "comment_document", subject),
        may_settle_all=is_open and can(reader, "settle_comments", subject),
    )


def count_open_threads(document_id: int | None) -> int:
    """How many conversations nobody has settled yet; those that were taken back do not count."""
    said = CommentThread.comments.any(Comment.deleted_at.is_(None))
    query = select(func.count(CommentThread.id)).where(
        CommentThread.document_id == document_id, CommentThread.resolved_at.is_(None), said
    )
    return db.session.scalar(query) or 0


def _place_in(text: str, thread: CommentThread) -> int:
    """Where the quote stands; what is not found any more comes last. Browsers know it better."""
    found = text.find(_flat(thread.before) + _flat(thread.quote))
    if found < 0:
        found = text.find(_flat(thread.quote))
    return found if found >= 0 else len(text)


def _flat(words: str) -> str:
    return "".join(words.split())
