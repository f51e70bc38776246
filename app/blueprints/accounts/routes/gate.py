"""Before every request: who asks, and whether a new password comes first."""

import structlog
from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.session import lead_to, lead_to_sign_in, signed_in_user
from app.core.errors import Forbidden
from app.web.errors import explain

ALWAYS_OPEN = frozenset(
    {
        "static",
        "service_worker",
        "offline",
        "accounts.presence",
        "accounts.first_password",
        "accounts.set_first_password",
        "accounts.sign_out",
        "accounts.set_language",
    }
)


@bp.before_app_request
def new_password_first() -> ResponseReturnValue | None:
    """Whoever signed in with a password that the school has seen sets their own before anything else."""
    user = None if request.endpoint == "static" else signed_in_user()
    if user is None:
        return None
    structlog.contextvars.bind_contextvars(user=user.id)
    if not user.must_change_password or request.endpoint in ALWAYS_OPEN:
        return None
    if request.method == "GET":
        return lead_to(url_for("accounts.first_password"))
    raise Forbidden(_("请先设置自己的新密码。"))


@bp.app_errorhandler(CSRFError)
def ask_to_sign_in(error: CSRFError) -> ResponseReturnValue:
    """The token went with the session: a form of somebody who is signed out by now."""
    view = current_app.view_functions.get(request.endpoint or "")
    for_members = getattr(view, "access", "") == "login_required"
    is_page = request.accept_mimetypes.best != "application/json"
    if for_members and is_page and signed_in_user() is None:
        return lead_to_sign_in()
    return explain(error)
