"""HTTP of accounts: importing this package attaches all views to the blueprint."""

from app.blueprints.accounts.routes import language, signing_in
from app.blueprints.accounts.routes.blueprint import bp

__all__ = ["bp", "language", "signing_in"]
