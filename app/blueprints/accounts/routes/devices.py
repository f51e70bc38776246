"""The list of browsers a person is signed in on."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import policy, user_agents
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.service import sessions
from app.blueprints.accounts.session import current_login_session, current_user, login_required
from app.core.db import db
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/account/devices")
@login_required
def devices() -> ResponseReturnValue:
    rows = db.session.scalars(policy.sessions_visible_to(current_user())).all()
    here = current_login_session()
    words, handheld = user_agents.in_words, user_agents.is_handheld
    return render_template(
        "accounts/devices.html", rows=rows, here=here, in_words=words, is_handheld=handheld
    )


@bp.post("/account/devices/<int:session_id>/sign-out")
@login_required
def end_session(session_id: int) -> ResponseReturnValue:
    row = get_or_missing(policy.sessions_visible_to(current_user()), id=session_id)
    with unit_of_work():
        sessions.end_session(row, actor=current_user())
    tell(_("那台设备已退出登录。"))
    return redirect(url_for(".devices"), 303)


@bp.post("/account/devices/others/sign-out")
@login_required
def end_other_sessions() -> ResponseReturnValue:
    with unit_of_work():
        sessions.end_other_sessions(current_user(), current_login_session(), actor=current_user())
    tell(_("其他设备都已退出登录。"))
    return redirect(url_for(".devices"), 303)
