"""The way in: password, second factor, session. In steps that must not share a transaction.

An attempt is counted and committed before the slow comparison, and the outcome is written after it.
"""

from datetime import timedelta

from flask import session as cookie
from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import hash_password, is_outdated, verify_password
from app.blueprints.accounts.service import claims, signing_in
from app.blueprints.accounts.session import close_session, open_session, signed_in_user
from app.core import clock
from app.core.errors import Invalid
from app.core.uow import unit_of_work

WAITING_KEY = "second_step"  # inside the signed cookie, between password and second factor
WAITING_FOR = timedelta(minutes=5)


def sign_in(typed_name: str, password: str, came_for: str) -> bool:
    """Whether the person is in; False when the second factor is still to come. Raises when turned away."""
    with unit_of_work():
        claim = claims.begin_attempt(typed_name)
        stored = claim.user.password_hash if claim.user else None
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
    _let_in(user, better_hash)
    return True


def sign_out() -> None:
    """Sign this browser out; nothing happens if it was not signed in."""
    with unit_of_work():
        user = signed_in_user()
        if user:
            signing_in.note_sign_out(user)
        close_session()


def _turn_away(user: User) -> None:
    with unit_of_work():
        signing_in.turn_away_suspended(user)
    raise Invalid(_("这个账号已停用,请联系学校的管理员。"))


def _let_in(user: User, better_hash: str | None = None) -> None:
    with unit_of_work():
        signing_in.admit(user, better_hash=better_hash)
        open_session(user)
