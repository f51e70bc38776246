"""Secrets that a page shows exactly once: reset codes, recovery codes, temporary passwords.

The write answers 303; the page behind it takes the secret from here. Loading it again, going back or
pressing twice issues nothing new and shows nothing again.

Threat model. Nobody but the browser session that asked may read the secret, and nobody may read it
twice. It is in no address, cookie, log or cache (`Cache-Control: no-store`). Between the two requests it
lies in the job that is going to forget it, masked with a key stream made from the random token of the
login session. The database has only the hash of that token, so a copy of the database, even together
with the secret key of the installation, does not reveal it; another browser of the same person or an
administrator cannot take it either. It is wiped when it is shown, and after ten minutes in any case.
What this does not stop: somebody who controls the running server, or sits at the person's screen.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request, session
from sqlalchemy import Select, delete, select

from app.blueprints.accounts.session import COOKIE_KEY, current_login_session
from app.core import clock
from app.core.db import db
from app.core.jobs import Job, enqueue, job
from app.core.uow import unit_of_work

FORGET = "accounts.forget_secret"
KEPT_FOR = timedelta(minutes=10)
TRACE_KEPT_FOR = timedelta(days=1)  # so that a second look can be told what happened


@dataclass(frozen=True)
class Once:
    """`secret` the first time; afterwards None, and when it was shown if it was."""

    secret: Any = None
    shown_at: datetime | None = None


def keep(purpose: str, secret: Any) -> None:
    """Put by, in the caller's transaction, what the next page shows. `secret` is plain JSON."""
    for earlier in db.session.scalars(_kept_here()):
        if earlier.payload["purpose"] == purpose:
            db.session.delete(earlier)
    here = current_login_session()
    nonce = secrets.token_hex(16)
    payload = {
        "purpose": purpose,
        "session": here.id if here else None,
        "nonce": nonce,
        "masked": _mask(json.dumps(secret).encode(), nonce).hex(),
    }
    row = enqueue(FORGET, payload, owner_id=here.user_id if here else None)
    row.due_at = clock.now() + KEPT_FOR


def take(purpose: str) -> Once:
    """The secret, which from here on is gone. A HEAD request looks but does not take."""
    with unit_of_work():
        rows = db.session.scalars(_kept_here().with_for_update())
        row = next((row for row in rows if row.payload["purpose"] == purpose), None)
        if row is None:
            return Once()
        if shown := row.payload.get("shown_at"):
            return Once(shown_at=datetime.fromisoformat(shown))
        if not row.payload["masked"] or row.due_at <= clock.now() or request.method == "HEAD":
            return Once()
        secret = _mask(bytes.fromhex(row.payload["masked"]), row.payload["nonce"])
        row.payload = {**row.payload, "masked": "", "shown_at": clock.now().isoformat()}
    return Once(json.loads(secret))


@job(FORGET)
def forget(row: Job) -> None:
    """Nobody came for it in time."""
    with unit_of_work():
        row.payload = {**row.payload, "masked": ""}


def forget_traces() -> None:
    db.session.execute(delete(Job).where(Job.kind == FORGET, Job.created_at < clock.now() - TRACE_KEPT_FOR))


def _kept_here() -> Select[Job]:
    here = current_login_session()
    mine = select(Job).where(Job.kind == FORGET, Job.owner_id == (here.user_id if here else None))
    return mine.where(Job.payload["session"].as_integer() == (here.id if here else None)).order_by(
        Job.id.desc()
    )


def _mask(plain: bytes, nonce: str) -> bytes:
    """Mask or unmask: each nonce gives a key stream of its own."""
    key = f"shown once:{session[COOKIE_KEY]}:{nonce}".encode()
    stream = hashlib.shake_256(key).digest(len(plain))
    return bytes(left ^ right for left, right in zip(plain, stream, strict=True))
