"""What somebody should know of: one line in their list, unread until they opened it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.core import clock
from app.core.db import Base


class Notification(Base):
    """It names things by number and title only: what was said is read where it was said, by whoever may."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("recipient_id", "cause", name="uq_notification_once"),
        Index("ix_notification_unread", "recipient_id", "read_at"),
    )

    TITLE_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(60))  # one of kinds.py
    cause: Mapped[str] = mapped_column(String(80))  # "comment:12": told once, however often it is delivered
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    subject_id: Mapped[int]  # what it is about; the kind knows of which table
    part_id: Mapped[int | None]  # the place in it
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")  # of the subject, as it was then
    at: Mapped[datetime] = mapped_column(default=clock.stamp)
    read_at: Mapped[datetime | None]

    actor: Mapped[User | None] = relationship(foreign_keys=actor_id)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None
