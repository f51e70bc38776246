"""Who this browser is now: for pages that were away from the server and may carry an old token."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.session import public, signed_in_user


@bp.get("/session")
@public
def presence() -> ResponseReturnValue:
    user = signed_in_user()
    return jsonify(person=user.id if user else None, csrf=generate_csrf())
