"""The sign-in page, and the way out."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.blueprints.accounts import admission, demo_accounts
from app.blueprints.accounts.forms import SignInForm
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.routes.submission import Submission
from app.blueprints.accounts.session import public, signed_in_user, unguarded, why_signed_out
from app.web.limits import in_the_form, limiter
from app.web.paths import local_path


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    came_for = local_path(request.args.get("next"))
    if signed_in_user():
        return redirect(came_for)
    return _page(SignInForm(next=came_for), why_signed_out())


@bp.post("/sign-in")
@public
@unguarded
@limiter.limit(
    "10 per minute; 60 per hour", on_breach=in_the_form(lambda why: _page(SignInForm().saying(why)))
)
def admit() -> ResponseReturnValue:
    form = SignInForm()
    came_for = local_path(form.next.data)
    sent = Submission(form)
    is_in = sent.run(lambda: admission.sign_in(form.name.data, form.password.data, came_for))
    if not sent.accepted:
        return _page(form), sent.status
    return redirect(came_for if is_in else url_for(".second_step"), 303)


@bp.post("/sign-out")
@public
@unguarded
def sign_out() -> ResponseReturnValue:
    admission.sign_out()
    return redirect(url_for(".sign_in"), 303)


def _page(form: SignInForm, why_here: str = "") -> str:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        why_here=why_here,
        demo_accounts=demo_accounts.shown(),
        demo_password=demo_accounts.shared_password(),
    )
