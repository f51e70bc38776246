"""One's own account: name, contact, language."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.forms import ContactForm
from app.blueprints.accounts.models import User
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.routes.submission import Submission
from app.blueprints.accounts.service import profile as service
from app.blueprints.accounts.session import current_user, login_required
from app.core.uow import unit_of_work
from app.web.flash import tell


@bp.get("/account")
@login_required
def profile() -> ResponseReturnValue:
    return render_template("accounts/profile.html", form=ContactForm(email=current_user().email))


@bp.post("/account")
@login_required
def update_profile() -> ResponseReturnValue:
    form = ContactForm()
    sent = Submission(form)
    sent.run(lambda: _change_contact(form, current_user()))
    if not sent.accepted:
        return render_template("accounts/profile.html", form=form), sent.status
    tell(_("已保存。"))
    return redirect(url_for(".profile"), 303)


def _change_contact(form: ContactForm, user: User) -> None:
    with unit_of_work():
        phone = form.phone.data or (None if form.forget_phone.data else user.phone)
        email = None if form.forget_email.data else form.email.data or None
        service.change_contact(user, phone=phone, email=email, actor=user)
