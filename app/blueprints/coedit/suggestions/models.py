"""Who suggested what, and what became of it. What is suggested stands in the text: see text/pending.py."""

import enum
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.core import clock
from app.core.db import Base


class SuggestionState(enum.StrEnum):
    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # by its author, or what it marked was written over


class Suggestion(Base):
    """One key of a text. Words that come under a key after it was decided are a new round of it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("document_id", "key", "round", name="uq_suggestion_document_id_key_round"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
    )

    KEY_LENGTH = 32
    MOST_WORDS = 400
    SHOWN = 40  # letters of each in a sentence
    SECTION_LENGTH = 80
    SCHOOL_LENGTH = 120
    REASON_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    round: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)  # as the server knows them
    school: Mapped[str] = mapped_column(String(SCHOOL_LENGTH), default="")  # where they worked then
    inserted: Mapped[str] = mapped_column(String(MOST_WORDS), default="")
    deleted: Mapped[str] = mapped_column(String(MOST_WORDS), default="")
    section: Mapped[str] = mapped_column(String(SECTION_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.stamp)
    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    settled_at: Mapped[datetime | None]  # since when the text shows the decision

    document: Mapped[Document] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)

    @property
    def is_open(self) -> bool:
        return self.state is SuggestionState.OPEN

    @property
    def sentence(self) -> str:
        """What it would do to the text, in the language of the reader."""
        old, new = _excerpt(self.deleted), _excerpt(self.inserted)
        if old and old == new:
            return str(_("“%(words)s”的格式", words=new))
        if old and new:
            return str(_("“%(old)s”改成“%(new)s”", old=old, new=new))
        if new:
            return str(_("加上“%(words)s”", words=new))
        return str(_("删去“%(words)s”", words=old)) if old else str(_("分段"))

    @property
    def credit(self) -> str:
        return f"{self.school} {self.author.name}".strip()

    def decide(self, state: SuggestionState, *, by: User, at: datetime, reason: str = "") -> None:
        self.state, self.decided_by, self.decided_at, self.reason = state, by, at, reason

    def reopen(self) -> None:
        """As if nobody had decided; the text follows."""
        self.state, self.decided_by, self.decided_at = SuggestionState.OPEN, None, None
        self.settled_at, self.reason = None, ""


def _excerpt(words: str) -> str:
    line = " ".join(words.replace("¶", " ").split())
    return line if len(line) <= Suggestion.SHOWN else f"{line[: Suggestion.SHOWN]}…"


class SuggestingDefault(Base):
    """A document in which everybody but those who decide begins in the suggesting mode."""

    __tablename__ = "suggesting_default"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.stamp)
