"""Facts about accounts that other features react to."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SessionsRevoked(Event):
    """One or more browsers of a person were signed out: their open connections must be judged again."""

    name = "accounts.sessions_revoked"

    user_id: int
