"""Somebody else's account, for those who administer it. Others are led to the card, or learn nothing: 404."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import credentials, policy, shown_once
from app.blueprints.accounts.models import User
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.service import administration as service
from app.blueprints.accounts.session import current_user, login_required
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.limits import limiter, person


@bp.get("/accounts/<int:user_id>")
@login_required
def administer(user_id: int) -> ResponseReturnValue:
    """Whoever does not administer it is sent to the card, which says itself who may see it."""
    account = policy.administered(current_user(), user_id)
    if account is None:
        return redirect(url_for("org.person", person_id=user_id), 303)
    return render_template("accounts/administer.html", account=account)


@bp.get("/accounts/<int:user_id>/reset-code")
@login_required
def reset_code(user_id: int) -> ResponseReturnValue:
    """The code that was just issued, once."""
    account = policy.administered_or_missing(current_user(), user_id)
    once = shown_once.take(f"reset code {user_id}")
    page = render_template("accounts/reset_code.html", account=account, once=once)
    return page, 200 if once.secret else 410


@bp.post("/accounts/<int:user_id>/reset-code")
@login_required
@limiter.limit("120 per hour", key_func=person)
def issue_reset_code(user_id: int) -> ResponseReturnValue:
    account = policy.administered_or_missing(current_user(), user_id)
    code = credentials.issue_reset_code(account, actor=current_user())
    with unit_of_work():
        shown_once.keep(f"reset code {user_id}", code)
    return redirect(url_for(".reset_code", user_id=user_id), 303)


@bp.post("/accounts/<int:user_id>/suspension")
@login_required
def suspend(user_id: int) -> ResponseReturnValue:
    return _act(user_id, service.suspend_account, _("账号已停用，所有设备已退出登录。"))


@bp.post("/accounts/<int:user_id>/reactivation")
@login_required
def reactivate(user_id: int) -> ResponseReturnValue:
    return _act(user_id, service.reactivate_account, _("账号已恢复。"))


@bp.post("/accounts/<int:user_id>/sign-out")
@login_required
def sign_out_everywhere(user_id: int) -> ResponseReturnValue:
    return _act(user_id, service.sign_out_everywhere, _("所有设备已退出登录。"))


@bp.post("/accounts/<int:user_id>/second-factor-removal")
@login_required
def remove_second_factor(user_id: int) -> ResponseReturnValue:
    return _act(user_id, service.remove_second_factor, _("两步验证已移除。"))


def _act(user_id: int, use_case: Callable[..., None], done: str) -> ResponseReturnValue:
    account: User = policy.administered_or_missing(current_user(), user_id)
    with unit_of_work():
        use_case(account, actor=current_user())
    tell(done)
    return redirect(url_for(".administer", user_id=user_id), 303)
