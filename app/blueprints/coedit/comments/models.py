"""What is said beside a text: threads about one place in it, the comments in them, whom they speak to."""

import base64
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.core import clock
from app.core.db import Base


class CommentThread(Base):
    """A conversation about one place. The browser finds the place again: see docs/adr/0011."""

    __tablename__ = "comment_thread"
    __table_args__ = (
        CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"),
    )

    QUOTE_LENGTH = 300
    CONTEXT_LENGTH = 40
    MOST_ANCHOR_BYTES = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    # Encoded Yjs relative positions, made and read by browsers; empty: to be found by the quote alone.
    anchor_start: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    anchor_end: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    quote: Mapped[str] = mapped_column(String(QUOTE_LENGTH))  # the words it began with
    before: Mapped[str] = mapped_column(String(CONTEXT_LENGTH), default="")  # and those around them
    after: Mapped[str] = mapped_column(String(CONTEXT_LENGTH), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.stamp)
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    document: Mapped[Document] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    resolved_by: Mapped[User | None] = relationship(foreign_keys=resolved_by_id)
    comments: Mapped[list["Comment"]] = relationship(back_populates="thread", order_by="Comment.id")

    @property
    def start_text(self) -> str:
        return base64.b64encode(self.anchor_start).decode()

    @property
    def end_text(self) -> str:
        return base64.b64encode(self.anchor_end).decode()

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None

    @property
    def is_empty(self) -> bool:
        """Everything said in it was taken back: nobody sees it any more."""
        return all(comment.is_deleted for comment in self.comments)

    def resolve(self, *, by: User, at: datetime) -> bool:
        """Whether that changed anything: two people may press at once."""
        if self.is_resolved:
            return False
        self.resolved_at, self.resolved_by = at, by
        return True

    def reopen(self) -> bool:
        if not self.is_resolved:
            return False
        self.resolved_at = self.resolved_by = None
        return True


class Comment(Base):
    """One thing that one person said. The first of a thread began it."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("author_id", "token", name="uq_comment_sent_once"),)

    BODY_LENGTH = 2000
    TOKEN_LENGTH = 40

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("comment_thread.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token: Mapped[str] = mapped_column(String(TOKEN_LENGTH))  # made by the page: sent twice is stored once
    body: Mapped[str] = mapped_column(String(BODY_LENGTH))  # plain text
    at: Mapped[datetime] = mapped_column(default=clock.stamp)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    thread: Mapped[CommentThread] = relationship(back_populates="comments")
    author: Mapped[User] = relationship()
    mentions: Mapped[list["CommentMention"]] = relationship(
        back_populates="comment", cascade="all, delete-orphan"
    )

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def edit(self, body: str, at: datetime) -> None:
        self.body, self.edited_at = body, at

    def take_back(self, at: datetime) -> None:
        """The words go for good."""
        self.body, self.deleted_at = "", at
        self.mentions.clear()


class CommentMention(Base):
    """A comment speaks to somebody: `@苏屿`."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    label: Mapped[str] = mapped_column(String(90))  # as it stands in the text, without the @

    comment: Mapped[Comment] = relationship(back_populates="mentions")
