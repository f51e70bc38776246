"""What happened to a school's place in its group, with reason and date: kept as long as the group."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Membership
from app.core.db import Base, Timestamps


class Step(enum.StrEnum):
    """What became of it, by the names of MembershipStatus; or what was agreed about its last day."""

    ACTIVE = "active"
    YELLOW = "yellow"
    RED = "red"
    GRADUATED = "graduated"
    WITHDRAWN = "withdrawn"
    LAST_DAY = "last_day"  # agreed; `counts_from` is that day
    LAST_DAY_LIFTED = "last_day_lifted"  # no longer; `counts_from` is the day that is off


class MembershipChange(Timestamps, Base):
    """One step: admitted, warned, warned no more, a last day agreed, out."""

    __tablename__ = "membership_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"), index=True)
    status: Mapped[Step]
    reason: Mapped[str] = mapped_column(String(300), default="")
    counts_from: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    membership: Mapped[Membership] = relationship()
    by: Mapped[User | None] = relationship()
