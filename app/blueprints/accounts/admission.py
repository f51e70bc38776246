"""The way in: password, second factor, session. In steps that must not share a transaction.

An attempt is counted and committed before the slow comparison, and the outcome is written after it.
"""

from datetime import datetime, timedelta

from flask import session as cookie
from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.accounts import known_devices, temporary_passwords
from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import hash_password, is_outdated, verify_password
from app.blueprints.accounts.service import claims, second_factor, signing_in
from app.blueprints.accounts.session import close_session, open_session, signed_in_user
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.uow import unit_of_work

WAITING_KEY = "second_step"  # inside the signed cookie: whose password was right, when, and the way back
WAITING_FOR = timedelta(minutes=5)


def sign_in(typed_name: str, password: str, came_for: str) -> bool:
    """Whether the person is in; False when the second factor is still to come. Raises when turned away."""
    with unit_of_work():
        claim = claims.begin_attempt(typed_name, known_devices.counter_of)
        stored = claim.user.password_hash if claim.user else None
        password = temporary_passwords.meant(claim.user, password)
    correct = verify_password(stored, password)
    better_hash = hash_password(password) if correct and stored and is_outdated(stored) else None
    with unit_of_work():
        correct = signing_in.judge_password(claim, correct=correct, stored=stored)
    user = claim.user
    if user is None or not correct:
        raise claims.refusal(claim, _("账号或密码不对。"))
    if not user.is_active:
        _turn_away(user)
    if user.has_second_factor:
        cookie[WAITING_KEY] = [user.id, clock.now().isoformat(), came_for]
        return False
    _let_in(user, claim, better_hash)
    return True


def waiting() -> tuple[User, str] | None:
    """Who has typed the right password a moment ago and owes the second factor, and what they came for."""
    user_id, since, came_for = cookie.get(WAITING_KEY) or (None, "", "")
    if user_id is None or clock.now() - datetime.fromisoformat(since) > WAITING_FOR:
        return None
    user = db.session.scalars(select(User).where(User.id == user_id)).one_or_none()
    return (user, came_for) if user and user.is_active and user.has_second_factor else None


def finish(typed_code: str) -> str:
    """The second step. Returns where the person wanted to go."""
    found = waiting()
    if found is None:
        raise Conflict(_("等得太久了，请重新登录。"))
    user, came_for = found
    with unit_of_work():
        claim = claims.begin_attempt_of(user, known_devices.counter_of)
        accepted = second_factor.accept_code(user, typed_code)
        if not accepted:
            claims.note_failure(claim, "accounts.second_factor_failed")
    if not accepted:
        raise claims.refusal(claim, _why_refused(typed_code))
    _let_in(user, claim)
    return came_for


def sign_out() -> None:
    """Sign this browser out; nothing happens if it was not signed in."""
    with unit_of_work():
        user = signed_in_user()
        if user:
            signing_in.note_sign_out(user)
        close_session()


def _why_refused(typed_code: str) -> str:
    """No next one comes for a recovery code."""
    if second_factor.looks_like_recovery_code(typed_code):
        return str(_("恢复码不对，或者已经用过。请核对，或换一个没有用过的恢复码。"))
    return str(_("验证码不对，或者已经用过。请等下一个验证码。"))


def _turn_away(user: User) -> None:
    with unit_of_work():
        signing_in.turn_away_suspended(user)
    raise Invalid(_("这个账号已停用，请联系学校的管理员。"))


def _let_in(user: User, claim: claims.Claim, better_hash: str | None = None) -> None:
    with unit_of_work():
        signing_in.admit(user, claim, better_hash=better_hash)
        open_session(user)
    known_devices.remember(user)
