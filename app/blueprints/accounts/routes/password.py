"""One's own password: the first one, and every later one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import credentials
from app.blueprints.accounts.forms import ChangePasswordForm, NewPasswordForm
from app.blueprints.accounts.known_words import known_words
from app.blueprints.accounts.password_rules import strength
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.routes.submission import Submission
from app.blueprints.accounts.session import current_user, login_required
from app.core.errors import Conflict
from app.web.filters import label
from app.web.flash import tell
from app.web.limits import limiter, person


@bp.get("/account/password")
@login_required
def edit_password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=ChangePasswordForm())


@bp.post("/account/password")
@login_required
@limiter.limit("10 per hour", key_func=person)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    new, current = form.new_password.data or "", form.current.data or ""
    sent = Submission(form)
    sent.run(lambda: credentials.change_own_password(current_user(), current, new))
    if not sent.accepted:
        return render_template("accounts/password.html", form=form), sent.status
    _tell_saved(new)
    return redirect(url_for(".edit_password"), 303)


@bp.get("/account/first-password")
@login_required
def first_password() -> ResponseReturnValue:
    if not current_user().must_change_password:
        return redirect(url_for(".edit_password"))
    return render_template("accounts/first_password.html", form=NewPasswordForm())


@bp.post("/account/first-password")
@login_required
@limiter.limit("30 per hour", key_func=person)
def set_first_password() -> ResponseReturnValue:
    if not current_user().must_change_password:
        raise Conflict(_("你已经设置过自己的密码。"))
    form = NewPasswordForm()
    sent = Submission(form)
    sent.run(lambda: credentials.set_own_password(current_user(), form.new_password.data))
    if not sent.accepted:
        return render_template("accounts/first_password.html", form=form), sent.status
    _tell_saved(form.new_password.data)
    return redirect("/", 303)


def _tell_saved(password: str) -> None:
    words = label(strength(password, known_words(current_user())))
    tell(_("新密码已保存，强度：%(strength)s。其他设备已退出登录。", strength=words))
