"""What the worker clears away: expired sessions, and attempts on names that nobody has."""

from app.blueprints.accounts.service import claims, sessions
from app.core import clock
from app.core.uow import unit_of_work


def forget_stale() -> None:
    with unit_of_work():
        sessions.forget_expired()
        claims.forget_old_names(clock.now())
