"""Somebody says who they are: find the account and count the attempt, whether there is one or not."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask_babel import gettext as _
from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from app.blueprints.accounts.models import UnknownName, User
from app.blueprints.accounts.sign_in_names import normal_account_name, normal_email, normal_phone
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError, Invalid, TooMany

log = structlog.get_logger(__name__)

UNKNOWN_KEPT_FOR = timedelta(days=1)
Device = Callable[[User], bytes | None]  # what a browser that knows the person is counted under


@dataclass(frozen=True)
class Claim:
    """An attempt to be `user`; None when nobody has the name that was typed.

    Strangers are counted at the account; a browser the person has signed in on before is counted by itself.
    """

    user: User | None
    counter: User | UnknownName

    @property
    def on_known_device(self) -> bool:
        return self.user is not None and self.counter is not self.user


def begin_attempt(typed_name: str, device: Device) -> Claim:
    """Count an attempt on the account with this account name, phone or e-mail. TooMany while it is locked."""
    user = _find(typed_name)
    return _count(Claim(user, _at_device(user, device) if user else _unknown(typed_name)))


def begin_attempt_of(user: User, device: Device) -> Claim:
    """The same for an account that is already known, in the second step."""
    db.session.refresh(user, with_for_update=True)
    return _count(Claim(user, _at_device(user, device)))


def note_failure(claim: Claim, action: str) -> None:
    """Put the failed attempt on record, without what was typed: it may be a mistyped password."""
    audit.record(action, target=claim.user)
    log.warning(action, user=claim.user and claim.user.id)


def refusal(claim: Claim, sentence: str) -> DomainError:
    """What to answer after a failed attempt: the same for accounts that exist and for those that do not."""
    wait = claim.counter.locked_for(clock.now())
    return _locked(claim, wait) if wait else Invalid(sentence)


def forget_old_names(now: datetime) -> None:
    """Names nobody has are remembered only as long as a lock could matter."""
    db.session.execute(delete(UnknownName).where(UnknownName.tried_at < now - UNKNOWN_KEPT_FOR))


def _count(claim: Claim) -> Claim:
    now = clock.now()
    wait = claim.counter.locked_for(now)
    if wait:
        raise _locked(claim, wait)
    claim.counter.count_attempt(now)
    return claim


def _locked(claim: Claim, wait: timedelta) -> TooMany:
    minutes = math.ceil(wait.total_seconds() / 60)
    if claim.on_known_device:
        sentence = _(
            "连续多次输错，暂时不能再试。请在 %(minutes)s 分钟后再试，或请管理员发放重置码。", minutes=minutes
        )
    else:  # perhaps it was not the owner who typed it wrong
        sentence = _(
            "这个账号连续多次输错，暂时不能在新设备上登录。请在 %(minutes)s 分钟后再试，"
            "或用平时登录的设备，或请管理员发放重置码。",
            minutes=minutes,
        )
    return TooMany(sentence, retry_after=math.ceil(wait.total_seconds()))


def _find(typed_name: str) -> User | None:
    account_name = normal_account_name(typed_name)
    exact = User.account_name == account_name
    matching = or_(
        func.lower(User.account_name) == account_name.lower(),
        User.phone == normal_phone(typed_name),
        User.email == normal_email(typed_name),
    )
    # An account name is given by the school; it wins over a phone number that somebody entered.
    by_account_name = func.lower(User.account_name) != account_name.lower()
    wanted = select(User).where(matching).order_by(exact.desc(), by_account_name, User.id).limit(1)
    return db.session.scalars(wanted.with_for_update()).one_or_none()


def _at_device(user: User, device: Device) -> User | UnknownName:
    digest = device(user)
    return _counter(digest) if digest else user


def _unknown(typed_name: str) -> UnknownName:
    canonical = normal_phone(normal_account_name(typed_name)).lower()
    return _counter(hashlib.sha256(canonical.encode()).digest())


def _counter(digest: bytes) -> UnknownName:
    now = clock.now()
    forget_old_names(now)
    wanted = select(UnknownName).where(UnknownName.digest == digest).with_for_update()
    row = db.session.scalars(wanted).one_or_none() or _first_attempt(digest)
    row.tried_at = now
    return row


def _first_attempt(digest: bytes) -> UnknownName:
    try:
        with db.session.begin_nested():
            row = UnknownName(digest=digest, failed_sign_ins=0, tried_at=clock.now())
            db.session.add(row)
    except IntegrityError:  # two at once; the other one made the row
        return db.session.get_one(UnknownName, digest, with_for_update=True)
    return row
