"""A person's own new password."""

import structlog

from app.blueprints.accounts.models import LoginSession, User
from app.blueprints.accounts.service import sessions
from app.core import audit
from app.core.policy import authorize

log = structlog.get_logger(__name__)


def change_password(user: User, new_hash: str, *, kept: LoginSession | None, actor: User) -> None:
    """From here on only this browser stays signed in: whoever knew the old password is out."""
    authorize(actor, "change_password", user)
    put(user, new_hash)
    sessions.revoke(user, kept)
    audit.record("accounts.password_changed", actor=actor, target=user)
    log.info("password_changed", user=user.id)


def put(user: User, new_hash: str) -> None:
    """A password chosen by the person; codes and locks of before are void."""
    user.password_hash = new_hash
    user.must_change_password = False
    user.reset_code_hash = user.reset_code_expires_at = None
    user.forget_attempts()
