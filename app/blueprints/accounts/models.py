"""People who sign in, and the browsers they are signed in on."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Timestamps


class UserStatus(enum.StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class User(Timestamps, Base):
    """One person with one account, whatever number of schools they work for."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_name: Mapped[str] = mapped_column(String(40), unique=True)  # 工号: given by the school
    name: Mapped[str] = mapped_column(String(40))
    name_pinyin: Mapped[str] = mapped_column(String(160), default="", index=True)  # sorting key
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    status: Mapped[UserStatus] = mapped_column(default=UserStatus.ACTIVE)
    language: Mapped[str | None] = mapped_column(String(8))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None]
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    reset_code_hash: Mapped[str | None] = mapped_column(String(200))
    reset_code_expires_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.status is UserStatus.ACTIVE

    @property
    def initial(self) -> str:
        """The character in the round avatar: the family name."""
        return self.name[:1]

    @property
    def color(self) -> str:
        """A steady six-digit hex colour of caret and avatar, dark enough for white text on it."""
        return CARET_COLORS[self.id % len(CARET_COLORS)]


CARET_COLORS = (
    "#0b7a75", "#2a5bd7", "#b8660b", "#7b3fa0", "#c0392b", "#3d7a1f",
    "#a03f6d", "#1f6f9f", "#8a5a2b", "#5b4bc4", "#00706a", "#9a4a12",
)  # fmt: skip


class LoginSession(Timestamps, Base):
    """One browser a person is signed in on. Deleting the row signs it out."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)  # SHA-256 of the cookie's token
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(120), default="")  # "Chrome · Windows", from the User-Agent

    user: Mapped[User] = relationship()
