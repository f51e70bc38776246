"""HTTP of accounts: importing this package attaches all views to the blueprint."""

from app.blueprints.accounts import audit_words
from app.blueprints.accounts.routes import (
    administration,
    devices,
    gate,
    language,
    password,
    presence,
    profile,
    reset,
    second_factor,
    signing_in,
)
from app.blueprints.accounts.routes.blueprint import bp

__all__ = [
    "administration",
    "audit_words",
    "bp",
    "devices",
    "gate",
    "language",
    "password",
    "presence",
    "profile",
    "reset",
    "second_factor",
    "signing_in",
]
