"""The browsers a person is signed in on: which are signed out, and by whom."""

from sqlalchemy import delete

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import LoginSession, User
from app.core import audit, clock
from app.core.db import db
from app.core.outbox import emit
from app.core.policy import authorize


def end_session(row: LoginSession, *, actor: User) -> None:
    """Sign one browser out from another one: a forgotten computer in a classroom."""
    authorize(actor, "end_sessions", row.user)
    audit.record("accounts.session_ended", actor=actor, target=row.user, note=row.device)
    db.session.delete(row)
    emit(SessionsRevoked(user_id=actor.id))


def end_other_sessions(user: User, kept: LoginSession | None, *, actor: User) -> None:
    authorize(actor, "end_sessions", user)
    revoke(user, kept)
    audit.record("accounts.other_sessions_ended", actor=actor, target=user)


def forget_expired() -> None:
    """Browsers nobody has used for the length of a session: their rows only fill the table."""
    db.session.execute(delete(LoginSession).where(LoginSession.expires_at <= clock.now()))


def revoke(user: User, kept: LoginSession | None = None) -> None:
    """Sign the person out everywhere, or everywhere but here. The caller has authorized it."""
    doomed = delete(LoginSession).where(LoginSession.user_id == user.id)
    if kept is not None:
        doomed = doomed.where(LoginSession.id != kept.id)
    db.session.execute(doomed)
    emit(SessionsRevoked(user_id=user.id))
