"""The language of the interface: of the person, or of this browser for guests."""

from flask import redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.service import profile
from app.blueprints.accounts.session import public, signed_in_user, unguarded
from app.core.errors import Invalid
from app.core.uow import unit_of_work
from app.web.i18n import LANGUAGES
from app.web.paths import local_path


@bp.post("/language")
@public
@unguarded
def set_language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Invalid(_("没有这种语言。"))
    session["language"] = chosen
    if person := signed_in_user():
        with unit_of_work():
            profile.choose_language(person, chosen, actor=person)
    return redirect(local_path(request.form.get("next")), 303)
