"""Somebody says who they are: find the account and count the attempt, whether there is one or not."""

import hashlib
import math
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


@dataclass(frozen=True)
class Claim:
    """An attempt to be `user`; None when nobody has the name that was typed."""

    user: User | None
    counter: User | UnknownName


def begin_attempt(typed_name: str) -> Claim:
    """Count an attempt on the account with this account name, phone or e-mail. TooMany while it is locked."""
    now = clock.now()
    user = _find(typed_name)
    claim = Claim(user, user or _unknown(typed_name, now))
    _refuse_while_locked(claim, now)
    claim.counter.count_attempt(now)
    return claim


def begin_attempt_of(user: User) -> Claim:
    """The same for an account that is already known, in the second step."""
    db.session.refresh(user, with_for_update=True)
    _refuse_while_locked(Claim(user, user), clock.now())
    user.count_attempt(clock.now())
    return Claim(user, user)


def note_failure(claim: Claim, action: str) -> None:
    """Put the failed attempt on record, without what was typed: it may be a mistyped password."""
    audit.record(f"accounts.{action}", target=claim.user)
    log.warning(action, user=claim.user and claim.user.id)


def refusal(claim: Claim, sentence: str) -> DomainError:
    """What to answer after a failed attempt: the same for accounts that exist and for those that do not."""
    wait = claim.counter.locked_for(clock.now())
    return _locked(wait) if wait else Invalid(sentence)


def forget_old_names(now: datetime) -> None:
    """Names nobody has are remembered only as long as a lock could matter."""
    db.session.execute(delete(UnknownName).where(UnknownName.tried_at < now - UNKNOWN_KEPT_FOR))


def _refuse_while_locked(claim: Claim, now: datetime) -> None:
    wait = claim.counter.locked_for(now)
    if wait:
        raise _locked(wait)


def _locked(wait: timedelta) -> TooMany:
    minutes = math.ceil(wait.total_seconds() / 60)
    return TooMany(
        _("连续多次输错，暂时不能再试。请在 %(minutes)s 分钟后再试，或请管理员发放重置码。", minutes=minutes),
        retry_after=math.ceil(wait.total_seconds()),
    )


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


def _unknown(typed_name: str, now: datetime) -> UnknownName:
    canonical = normal_phone(normal_account_name(typed_name)).lower()
    digest = hashlib.sha256(canonical.encode()).digest()
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
