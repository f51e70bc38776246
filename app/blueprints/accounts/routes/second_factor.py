"""The second factor: turning it on and off, and the second step of signing in."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import config
from app.blueprints.accounts import admission, credentials, demo_accounts, shown_once, totp
from app.blueprints.accounts.forms import CodeForm, ProofForm
from app.blueprints.accounts.models import User
from app.blueprints.accounts.routes.blueprint import bp
from app.blueprints.accounts.routes.submission import Submission
from app.blueprints.accounts.service import second_factor as service
from app.blueprints.accounts.session import current_user, login_required, public, unguarded
from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.limits import in_the_form, limiter, person

FEW = 3  # recovery codes: time for new ones
RECOVERY = "recovery codes"
SETTING_UP = "setting up a second factor"  # in the cookie of the browser that gave the password for it


@bp.get("/sign-in/second-step")
@public
def second_step() -> ResponseReturnValue:
    if admission.waiting() is None:
        return redirect(url_for(".sign_in"))
    return _second_step(CodeForm())


@bp.post("/sign-in/second-step")
@public
@unguarded
@limiter.limit(
    "10 per minute; 30 per hour", on_breach=in_the_form(lambda why: _second_step(CodeForm().saying(why)))
)
def finish_sign_in() -> ResponseReturnValue:
    form = CodeForm()
    sent = Submission(form)
    came_for = sent.run(lambda: admission.finish(form.code.data))
    if came_for is None:
        return _second_step(form), sent.status
    if service.looks_like_recovery_code(form.code.data):
        _tell_what_is_left(service.recovery_codes_left(current_user()))
    return redirect(came_for, 303)


@bp.get("/account/second-factor")
@bp.get("/account/second-factor/confirmation", alias=True)
@bp.get("/account/second-factor/recovery-codes/new", alias=True)
@bp.get("/account/second-factor/removal", alias=True)
@login_required
def second_factor() -> ResponseReturnValue:
    return _page(ProofForm(), CodeForm())


@bp.post("/account/second-factor")
@login_required
@limiter.limit("10 per hour", key_func=person)
def begin_second_factor() -> ResponseReturnValue:
    proof = ProofForm()
    sent = Submission(proof)
    sent.run(lambda: _begin(current_user(), proof.password.data))
    return redirect(url_for(".second_factor"), 303) if sent.accepted else (_page(proof), sent.status)


@bp.post("/account/second-factor/confirmation")
@login_required
@limiter.limit("30 per hour", key_func=person)
def confirm_second_factor() -> ResponseReturnValue:
    form = CodeForm()
    sent = Submission(form)
    sent.run(lambda: _confirm(current_user(), form.code.data))
    if not sent.accepted:
        return _page(ProofForm(), form), sent.status
    return redirect(url_for(".recovery_codes"), 303)


@bp.post("/account/second-factor/cancellation")
@login_required
def cancel_second_factor() -> ResponseReturnValue:
    user = current_user()
    session.pop(SETTING_UP, None)
    with unit_of_work():
        service.cancel_setup(user, actor=user)
    return redirect(url_for(".second_factor"), 303)


@bp.get("/account/second-factor/recovery-codes")
@login_required
def recovery_codes() -> ResponseReturnValue:
    """The codes that were just drawn, once."""
    once = shown_once.take(RECOVERY)
    page = render_template("accounts/recovery_codes.html", once=once)
    return page, 200 if once.secret else 410


@bp.post("/account/second-factor/recovery-codes/new")
@login_required
@limiter.limit("10 per hour", key_func=person)
def renew_recovery_codes() -> ResponseReturnValue:
    proof = ProofForm()
    sent = Submission(proof)
    sent.run(lambda: _renew(current_user(), proof.password.data))
    if not sent.accepted:
        return _page(proof), sent.status
    return redirect(url_for(".recovery_codes"), 303)


@bp.post("/account/second-factor/removal")
@login_required
@limiter.limit("10 per hour", key_func=person)
def turn_off_second_factor() -> ResponseReturnValue:
    proof = ProofForm()
    sent = Submission(proof)
    sent.run(lambda: _turn_off(current_user(), proof.password.data))
    if not sent.accepted:
        return _page(proof), sent.status
    tell(_("两步验证已关闭。"))
    return redirect(url_for(".second_factor"), 303)


def _tell_what_is_left(codes: int) -> None:
    """The phone is not at hand: the next time needs a code again."""
    if codes == 0:
        tell(_("你用了最后一个恢复码。请到“我的账号”的“两步验证”里换一批新的。"), "problem")
        return
    left = ngettext(
        "你用恢复码登录，还剩 %(num)s 个恢复码。", "你用恢复码登录，还剩 %(num)s 个恢复码。", codes
    )
    renew = _("快用完了，请到“我的账号”的“两步验证”里换一批新的。") if codes < FEW else ""
    tell(left + renew, "note")


def _second_step(form: CodeForm) -> str:
    return render_template("accounts/second_step.html", form=form)


def _page(proof: ProofForm, form: CodeForm | None = None) -> str:
    user = current_user()
    pending = SETTING_UP in session and bool(user.totp_secret) and not user.has_second_factor
    return render_template(
        "accounts/second_factor.html",
        proof=proof,
        form=form or CodeForm(),
        person=user,
        pending=pending,
        picture=_picture(user) if pending else "",
        codes_left=service.recovery_codes_left(user) if user.has_second_factor else 0,
    )


def _picture(user: User) -> str:
    return totp.qr_code(user.totp_secret or "", user.account_name, config.current().site_name)


def _begin(user: User, password: str) -> None:
    demo_accounts.refuse_if_shared(user)
    credentials.confirm_own_password(user, password)
    with unit_of_work():
        service.begin_setup(user, actor=user)
    session[SETTING_UP] = True


def _confirm(user: User, code: str) -> None:
    demo_accounts.refuse_if_shared(user)
    if SETTING_UP not in session:
        raise Conflict(_("请重新开始设置两步验证。"))
    with unit_of_work():
        shown_once.keep(RECOVERY, {"codes": service.confirm_setup(user, code, actor=user), "voided": False})
    session.pop(SETTING_UP)


def _renew(user: User, password: str) -> None:
    demo_accounts.refuse_if_shared(user)
    credentials.confirm_own_password(user, password)
    with unit_of_work():
        voided = service.recovery_codes_left(user) > 0
        codes = service.renew_recovery_codes(user, actor=user)
        shown_once.keep(RECOVERY, {"codes": codes, "voided": voided})


def _turn_off(user: User, password: str) -> None:
    demo_accounts.refuse_if_shared(user)
    credentials.confirm_own_password(user, password)
    with unit_of_work():
        service.turn_off(user, actor=user)
