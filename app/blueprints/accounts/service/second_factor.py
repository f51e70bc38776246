"""The optional second factor: an authenticator app, and recovery codes for the day the phone is lost."""

import hashlib

import pyotp
import structlog
from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app.blueprints.accounts import one_time_codes
from app.blueprints.accounts.models import RecoveryCode, User
from app.blueprints.accounts.totp import matching_step
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.policy import authorize

log = structlog.get_logger(__name__)

RECOVERY_CODES = 10
RECOVERY_LENGTH = 12


def begin_setup(user: User, *, actor: User) -> None:
    """Draw a secret for the app; it counts only after a code of it was typed."""
    authorize(actor, "set_second_factor", user)
    if user.has_second_factor:
        raise Conflict(_("两步验证已经开启。"))
    user.totp_secret = pyotp.random_base32()


def cancel_setup(user: User, *, actor: User) -> None:
    """Forget a secret that was never confirmed; what is in use stays."""
    authorize(actor, "set_second_factor", user)
    if not user.has_second_factor:
        user.totp_secret = None


def confirm_setup(user: User, typed: str, *, actor: User) -> list[str]:
    """The app shows the right code: from the next sign-in on it is asked for. Returns recovery codes."""
    authorize(actor, "set_second_factor", user)
    if user.has_second_factor or not user.totp_secret:
        raise Conflict(_("请重新开始设置两步验证。"))
    step = matching_step(user.totp_secret, typed, clock.now())
    if step is None:
        sentence = _("验证码不对。请确认手机时间准确，再输入一次当前显示的 6 位数字。")
        raise Invalid(sentence, {"code": sentence})
    user.totp_confirmed_at, user.totp_last_step = clock.now(), step
    audit.record("accounts.second_factor_set", actor=actor, target=user)
    return _draw_recovery_codes(user)


def renew_recovery_codes(user: User, *, actor: User) -> list[str]:
    """A fresh sheet; the codes of the old one are void."""
    authorize(actor, "set_second_factor", user)
    if not user.has_second_factor:
        raise Conflict(_("两步验证还没有开启。"))
    audit.record("accounts.recovery_codes_renewed", actor=actor, target=user)
    return _draw_recovery_codes(user)


def turn_off(user: User, *, actor: User) -> None:
    authorize(actor, "set_second_factor", user)
    audit.record("accounts.second_factor_turned_off", actor=actor, target=user)
    forget(user)


def forget(user: User) -> None:
    """No second factor any more. The caller has authorized it."""
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def accept_code(user: User, typed: str) -> bool:
    """Whether the code opens the second step. Each code does so once."""
    step = matching_step(user.totp_secret, typed, clock.now()) if user.totp_secret else None
    if step is None:
        return _use_up_recovery_code(user, typed)
    if user.totp_last_step is not None and step <= user.totp_last_step:
        return False  # somebody looked over the shoulder
    user.totp_last_step = step
    return True


def looks_like_recovery_code(typed: str) -> bool:
    """Codes of the app are digits, and shorter."""
    code = one_time_codes.normal(typed)
    return not code.isdecimal() and len(code) > 0


def recovery_codes_left(user: User) -> int:
    counting = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user.id)
    return db.session.scalar(counting) or 0


def _use_up_recovery_code(user: User, typed: str) -> bool:
    wanted = (RecoveryCode.user_id == user.id) & (RecoveryCode.code_hash == _digest(typed))
    row = db.session.scalars(select(RecoveryCode).where(wanted)).one_or_none()
    if row is None:
        return False
    db.session.delete(row)
    audit.record("accounts.recovery_code_used", actor=user, target=user)
    log.info("recovery_code_used", user=user.id)
    return True


def _draw_recovery_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [one_time_codes.draw(RECOVERY_LENGTH) for _count in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_digest(code)) for code in codes)
    return [one_time_codes.in_groups(code) for code in codes]


def _digest(typed: str) -> bytes:
    return hashlib.sha256(one_time_codes.normal(typed).encode()).digest()
