"""Reset codes: most teachers have no mail, so an administrator hands out a slip of paper."""

from datetime import timedelta

import structlog
from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.accounts.service import new_password, sessions
from app.blueprints.accounts.service.claims import Claim, note_failure
from app.core import audit, clock
from app.core.errors import Conflict
from app.core.policy import authorize

log = structlog.get_logger(__name__)

LENGTH = 8
VALID_FOR = timedelta(hours=48)
MOST_ATTEMPTS = 10


def keep_reset_code(user: User, code_hash: str, *, actor: User) -> None:
    """The code just handed out counts from now; one handed out before does not any more."""
    authorize(actor, "issue_reset_code", user)
    if not user.is_active:
        raise Conflict(_("这个账号已停用，请先恢复。"))
    user.reset_code_hash = code_hash
    user.reset_code_expires_at = clock.now() + VALID_FOR
    user.reset_code_attempts = 0
    user.forget_attempts()
    audit.record("accounts.reset_code_issued", actor=actor, target=user)
    log.info("reset_code_issued", user=user.id, actor=actor.id)


def code_to_compare(claim: Claim) -> str | None:
    """The hash a typed code is compared with, counting the attempt; None if no code counts."""
    user = claim.user
    if user is None or not user.is_active or user.reset_code_expires_at is None:
        return None
    user.reset_code_attempts += 1
    if user.reset_code_attempts > MOST_ATTEMPTS or user.reset_code_expires_at <= clock.now():
        return None
    return user.reset_code_hash


def redeem_reset_code(claim: Claim, new_hash: str, *, code_hash: str) -> bool:
    """Set the new password if the code still counts: of two at the same moment one wins."""
    user = claim.user
    if user is None or user.reset_code_hash != code_hash:
        return False
    new_password.put(user, new_hash)
    sessions.revoke(user)
    audit.record("accounts.password_reset", actor=user, target=user)
    log.info("password_reset", user=user.id)
    return True


def note_wrong_code(claim: Claim) -> None:
    note_failure(claim, "accounts.reset_failed")
