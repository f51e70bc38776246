"""Browsers on which a person has signed in before.

Anybody can type a colleague's account name with wrong passwords and lock the account. So attempts from
a browser that has proved itself are counted apart: strangers cannot lock the owner out of their own
device, and a stolen device has no more guesses than a stranger.

The proof is a cookie signed with the secret key: a random name of the browser, and for each person a
keyed hash, so that it gives away neither who signed in nor how often. It opens nothing by itself.
"""

import hashlib
import hmac
import secrets

from flask import Response, after_this_request, request
from itsdangerous import BadData, URLSafeTimedSerializer

from app import config
from app.blueprints.accounts.models import User

COOKIE = "qinglan_device"
KEPT_FOR = 180 * 86400  # seconds since the last sign-in of anybody on this browser
MOST_PEOPLE = 30  # a computer in a staff room; the one who signed in longest ago is forgotten


def counter_of(user: User) -> bytes | None:
    """What attempts on this person's account from this browser are counted under; None for a stranger."""
    name, marks = _read()
    if not name or _mark(name, user) not in marks:
        return None
    return hashlib.sha256(f"device:{name}:{user.id}".encode()).digest()


def remember(user: User) -> None:
    """This browser has just signed the person in."""
    name, marks = _read()
    name = name or secrets.token_urlsafe(16)
    mark = _mark(name, user)
    value = _serializer().dumps([name, [*(other for other in marks if other != mark), mark][-MOST_PEOPLE:]])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        secure = config.current().https
        response.set_cookie(COOKIE, value, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=secure)
        return response


def _read() -> tuple[str, list[str]]:
    try:
        name, marks = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=KEPT_FOR)
    except BadData:
        return "", []
    return str(name), [str(mark) for mark in marks]


def _mark(name: str, user: User) -> str:
    digest = hmac.digest(_key(), f"known device:{name}:{user.id}".encode(), "sha256")
    return digest[:12].hex()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_key(), salt="known device")


def _key() -> bytes:
    return config.current().resolved_secret_key().encode()
