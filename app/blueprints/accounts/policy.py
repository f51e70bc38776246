"""Who may do what to an account. Schools and their offices are org's business: it supplies the predicate."""

from collections.abc import Callable

from sqlalchemy import Select, select

from app.blueprints.accounts.models import LoginSession, User
from app.core import clock
from app.core.db import db
from app.core.errors import Missing
from app.core.policy import allow

Administration = Callable[[User, User], bool]


def _nobody(_actor: User, _user: User) -> bool:
    return False


_administration: list[Administration] = [_nobody]


def use_administration(predicate: Administration) -> None:
    """Say who administers whom: `predicate(actor, user)`. Until then nobody administers anybody."""
    _administration[:] = [predicate]


@allow(User, "administer", "issue_reset_code", "suspend", "reactivate", "sign_out", "remove_second_factor")
def administers(actor: User, user: User) -> bool:
    """Never oneself: an office that suspends its own account would lock itself out."""
    return actor.id != user.id and _administration[0](actor, user)


@allow(User, "edit_profile", "change_password", "end_sessions", "set_second_factor", "choose_language")
def is_oneself(actor: User, user: User) -> bool:
    return actor.id == user.id


def administered(actor: User, user_id: int) -> User | None:
    """The account, for those who administer it."""
    user = db.session.get(User, user_id)
    return user if user is not None and administers(actor, user) else None


def administered_or_missing(actor: User, user_id: int) -> User:
    """The same, where for all others it is not there."""
    user = administered(actor, user_id)
    if user is None:
        raise Missing(str(user_id))
    return user


def sessions_visible_to(actor: User) -> Select[LoginSession]:
    """One's own browsers, the one used last first."""
    mine = select(LoginSession).where(LoginSession.user_id == actor.id)
    return mine.where(LoginSession.expires_at > clock.now()).order_by(
        LoginSession.last_seen_at.desc(), LoginSession.id.desc()
    )
