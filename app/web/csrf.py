"""Cross-site request forgery: every form carries a token, every other write a header."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup


def init_app(app: Flask) -> None:
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # the session's end is the token's end
    CSRFProtect(app)
    app.jinja_env.globals["csrf_field"] = csrf_field


def csrf_field() -> Markup:
    """The hidden field of forms that need no WTForms class: a button that posts."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
