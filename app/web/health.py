"""`/healthz`: whether this process can reach its database, for load balancers and tests."""

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.core.db import db


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)


def healthz() -> ResponseReturnValue:
    db.session.execute(text("SELECT 1"))
    return "ok\n", {"Content-Type": "text/plain"}


healthz.access = "public"  # type: ignore[attr-defined]  # read by the architecture test
