"""What the worker clears away: expired sessions, attempts on names that nobody has, traces of secrets."""

from app.blueprints.accounts import shown_once
from app.blueprints.accounts.service import claims, sessions
from app.core import clock
from app.core.uow import unit_of_work


def forget_stale() -> None:
    with unit_of_work():
        sessions.forget_expired()
        claims.forget_old_names(clock.now())
        shown_once.forget_traces()
