"""Signing in and out: what is written about it. The cookie itself is the business of session.py."""

import structlog

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import User
from app.blueprints.accounts.service.claims import Claim, note_failure
from app.core import audit
from app.core.outbox import emit

log = structlog.get_logger(__name__)


def judge_password(claim: Claim, *, correct: bool, stored: str | None) -> bool:
    """Whether the password opens the account; `stored` is the hash it was compared with."""
    unchanged = claim.user is not None and claim.user.password_hash == stored
    if correct and unchanged:
        return True
    note_failure(claim, "accounts.sign_in_failed")
    return False


def admit(user: User, claim: Claim, *, better_hash: str | None = None) -> None:
    """The person has proved who they are, with all that is asked of them.

    Signing in on a known device leaves what strangers have tried elsewhere counted.
    """
    claim.counter.forget_attempts()
    if better_hash:
        user.password_hash = better_hash
    audit.record("accounts.signed_in", actor=user, target=user)
    log.info("signed_in", user=user.id)


def turn_away_suspended(user: User) -> None:
    """The password was right, but the school has suspended the account."""
    audit.record("accounts.suspended_turned_away", actor=user, target=user)
    log.warning("suspended_turned_away", user=user.id)


def note_sign_out(user: User) -> None:
    """Other tabs of the same browser may still be connected: their connections are judged again."""
    audit.record("accounts.signed_out", actor=user, target=user)
    emit(SessionsRevoked(user_id=user.id))
