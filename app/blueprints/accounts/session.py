"""Who is asking: the signed-in person of a request or a socket connection."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import joinedload

from app import config
from app.blueprints.accounts.models import LoginSession, User
from app.blueprints.accounts.user_agents import device_of
from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden
from app.core.uow import note_in_passing
from app.web.htmx import is_htmx
from app.web.paths import asked_for, page_before

P = ParamSpec("P")
R = TypeVar("R")
COOKIE_KEY = "login"  # inside Flask's signed cookie: the random token of a LoginSession
SEEN_EVERY = timedelta(minutes=10)  # do not write a row on every click
_WITH_PERSON = (joinedload(LoginSession.user),)
_OF_TOKEN = select(LoginSession).where(LoginSession.token_hash == bindparam("digest")).options(*_WITH_PERSON)


def current_user() -> User:
    """The signed-in person. Only views behind login_required may ask."""
    user = signed_in_user()
    if user is None:
        raise Forbidden(_("请先登录。"))
    return user


def signed_in_user() -> User | None:
    """The signed-in person of this request, judged by the session row each time; None for guests."""
    if "user" not in g:
        g.login_session = _live_session()
        g.user = g.login_session.user if g.login_session else None
    user: User | None = g.user
    return user


def login_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Only for signed-in people; others go to the sign-in page and come back afterwards."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if signed_in_user() is None:
            return lead_to_sign_in()
        return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]

    wrapper.access = "login_required"  # type: ignore[attr-defined]  # read by the architecture test
    return wrapper


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Marks an endpoint that guests may call; the architecture test insists on a mark."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def unguarded(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a write that asks no policy, because it is what guests do: sign in, choose a language."""
    view.unguarded = True  # type: ignore[attr-defined]  # read by app.web.testing
    return view


def lead_to_sign_in() -> ResponseReturnValue:
    """And back afterwards: to the page asked for, or to the one that sent a form or asked for a part."""
    if request.method in {"GET", "HEAD"} and not is_htmx():
        return lead_to(url_for("accounts.sign_in", next=asked_for()))
    return lead_to(url_for("accounts.sign_in", next=page_before() or asked_for(), ended="form"))


def why_signed_out() -> str:
    """What is said to a browser whose session is over; "" if it had none, as far as one can know."""
    token = session.get(COOKIE_KEY)
    expired = str(_("登录已过期，请重新登录。"))
    if not isinstance(token, str):
        return expired if "ended" in request.args else ""
    if db.session.scalar(_OF_TOKEN, {"digest": _digest(token)}):
        return expired
    # only then does the row go before the cookie
    return str(_("这台设备的登录已结束：可能是你在别处退出、换了密码，或由管理员退出。请重新登录。"))


def lead_to(url: str) -> ResponseReturnValue:
    """Send the whole page there, also when only a fragment was asked for."""
    if is_htmx():
        return "", 401, {"HX-Redirect": url}
    return redirect(url)


def open_session(user: User) -> None:
    """Sign this browser in, under a fresh token, whatever was in the cookie before."""
    token = secrets.token_urlsafe(32)
    language = session.get("language")
    close_session()
    session[COOKIE_KEY] = token
    if language:
        session["language"] = language
    session.permanent = True
    now = clock.now()
    row = LoginSession(
        token_hash=_digest(token),
        user_id=user.id,
        last_seen_at=now,
        expires_at=now + _lifetime(),
        address=(request.remote_addr or "")[:64],
        device=device_of(request.user_agent.string),
    )
    db.session.add(row)
    g.user, g.login_session = user, row


def close_session() -> None:
    """Sign this browser out; others of the same person stay."""
    token = session.pop(COOKIE_KEY, None)
    if token:
        db.session.execute(delete(LoginSession).where(LoginSession.token_hash == _digest(token)))
    session.clear()
    g.user = g.login_session = None


def current_login_session() -> LoginSession | None:
    """The session row of this request, to mark it in the device list."""
    signed_in_user()
    row: LoginSession | None = g.get("login_session")
    return row


def person_of_session(login_session_id: int) -> User | None:
    """Whose session this is, if it still counts: for connections that outlive their request.

    None also while a new password is due: pages are gated, so connections are too.
    """
    row = db.session.get(LoginSession, login_session_id, options=_WITH_PERSON)
    if row is None or not _counts(row) or row.user.must_change_password:
        return None
    return row.user


def session_ends(login_session_id: int) -> datetime | None:
    """When this session expires, as far as it is known now; None if there is no such session any more."""
    return db.session.scalar(select(LoginSession.expires_at).where(LoginSession.id == login_session_id))


def _live_session() -> LoginSession | None:
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str):
        return None
    row = db.session.scalar(_OF_TOKEN, {"digest": _digest(token)})
    if row is None or not _counts(row):
        return None
    if clock.now() - row.last_seen_at > SEEN_EVERY:
        _note_seen(row)
    return row


def _note_seen(row: LoginSession) -> None:
    def note() -> None:
        row.last_seen_at = clock.now()
        row.expires_at = row.last_seen_at + _lifetime()

    note_in_passing(note)


def _counts(row: LoginSession) -> bool:
    return row.expires_at > clock.now() and row.user.is_active


def _lifetime() -> timedelta:
    return timedelta(days=config.current().session_days)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
