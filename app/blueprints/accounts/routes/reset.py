"""A forgotten password: the slip from the administrator sets a new one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import credentials
from app.blueprints.accounts.forms import ResetForm
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.routes.submission import Submission
from app.blueprints.accounts.session import public, unguarded
from app.web.flash import tell
from app.web.limits import in_the_form, limiter


@bp.get("/reset")
@public
def reset() -> ResponseReturnValue:
    return _page(ResetForm())


@bp.post("/reset")
@public
@unguarded
@limiter.limit(
    "10 per minute; 30 per hour", on_breach=in_the_form(lambda why: _page(ResetForm().saying(why)))
)
def redeem() -> ResponseReturnValue:
    form = ResetForm()
    sent = Submission(form)
    sent.run(lambda: credentials.reset_password(form.name.data, form.code.data, form.new_password.data))
    if not sent.accepted:
        return _page(form), sent.status
    tell(_("新密码已设置，请登录。"))
    return redirect(url_for(".sign_in"), 303)


def _page(form: ResetForm) -> str:
    return render_template("accounts/reset.html", form=form)
