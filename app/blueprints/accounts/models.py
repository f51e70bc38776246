"""People who sign in, and the browsers they are signed in on."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.blueprints.accounts import sign_in_names
from app.blueprints.accounts.colours import colour_of
from app.blueprints.accounts.pinyin import sorting_key
from app.core.db import Base, Timestamps

FREE_ATTEMPTS = 5
LOCKS = [timedelta(minutes=minutes) for minutes in (1, 1, 2, 3, 5, 8, 10)]  # the last one again and again
FORGIVEN_AFTER = timedelta(days=1)


class Lockable:
    """Counts attempts to sign in; from the fifth in a row each one locks, a little longer each time."""

    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    def locked_for(self, now: datetime) -> timedelta | None:
        """How long nobody may try; None when an attempt is welcome."""
        if self.locked_until is None or self.locked_until <= now:
            return None
        return self.locked_until - now

    def count_attempt(self, now: datetime) -> None:
        """Counted before the secret is judged, so that many guesses at once cannot outrun the lock."""
        if self.locked_until and now - self.locked_until > FORGIVEN_AFTER:
            self.forget_attempts()
        self.failed_sign_ins += 1
        surplus = self.failed_sign_ins - FREE_ATTEMPTS
        if surplus >= 0:
            self.locked_until = now + LOCKS[min(surplus, len(LOCKS) - 1)]

    def forget_attempts(self) -> None:
        self.failed_sign_ins = 0
        self.locked_until = None


class UserStatus(enum.StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class User(Lockable, Timestamps, Base):
    """One person with one account, whatever number of schools they work for."""

    __tablename__ = "user"
    __table_args__ = ({"sqlite_autoincrement": True},)  # the audit log names people by number

    id: Mapped[int] = mapped_column(primary_key=True)
    account_name: Mapped[str] = mapped_column(String(40), unique=True)  # 工号: given by the school
    name: Mapped[str] = mapped_column(String(40))
    name_pinyin: Mapped[str] = mapped_column(String(160), default="", index=True)  # follows `name`
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    status: Mapped[UserStatus] = mapped_column(default=UserStatus.ACTIVE)
    language: Mapped[str | None] = mapped_column(String(8))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]  # the 30 seconds of the code accepted last: none is good twice
    reset_code_hash: Mapped[str | None] = mapped_column(String(200))
    reset_code_expires_at: Mapped[datetime | None]
    reset_code_attempts: Mapped[int] = mapped_column(default=0)

    @validates("name")
    def _sort_by_pinyin(self, _key: str, name: str) -> str:
        self.name_pinyin = sorting_key(name)
        return name

    @validates("account_name", "phone", "email")
    def _write_one_way(self, key: str, written: str | None) -> str | None:
        return sign_in_names.NORMAL[key](written) or None if written else None  # "-" is no phone

    @property
    def is_active(self) -> bool:
        return self.status is UserStatus.ACTIVE

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None

    @property
    def masked_phone(self) -> str:
        """`138****5678`: enough to recognise one's own."""
        if not self.phone:
            return ""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) > 7 else "****"

    @property
    def initial(self) -> str:
        """The character in the round avatar: the family name."""
        return self.name[:1]

    @property
    def color(self) -> str:
        """A steady six-digit hex colour of caret and avatar, dark enough for white text on it."""
        return colour_of(self.id)


class UnknownName(Lockable, Base):
    """What locks like an account without being one.

    A sign-in name nobody has, so that a lock gives no account away; and a browser that has signed a
    person in before, so that strangers who lock the account do not lock it there.
    """

    __tablename__ = "unknown_name"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)  # people mistype passwords here
    tried_at: Mapped[datetime] = mapped_column(index=True)


class LoginSession(Timestamps, Base):
    """One browser a person is signed in on. Deleting the row signs it out."""

    __tablename__ = "login_session"
    # An open connection remembers the number of its session; it must never become somebody else's.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)  # SHA-256 of the cookie's token
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(120), default="")  # "Chrome 142 · Windows", see user_agents

    user: Mapped[User] = relationship()


class RecoveryCode(Timestamps, Base):
    """Signs in once in place of the second factor, when the phone is lost. Used codes are deleted."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # SHA-256: the codes are random, 59 bits
