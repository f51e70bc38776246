"""Setting and resetting passwords: checked and hashed first, then written in one short transaction."""

from flask_babel import gettext as _

from app.blueprints.accounts import demo_accounts, known_devices, one_time_codes, temporary_passwords
from app.blueprints.accounts.known_words import known_words
from app.blueprints.accounts.models import User
from app.blueprints.accounts.password_rules import check_new_password
from app.blueprints.accounts.passwords import hash_password, verify_password
from app.blueprints.accounts.service import claims, new_password, reset_codes
from app.blueprints.accounts.session import current_login_session
from app.core.errors import Invalid
from app.core.policy import authorize
from app.core.uow import unit_of_work


def change_own_password(user: User, current: str, new: str) -> None:
    confirm_own_password(user, current, field="current")
    set_own_password(user, new)


def set_own_password(user: User, new: str) -> None:
    """Also the first one, when the school gave the account a password that others have seen."""
    demo_accounts.refuse_if_shared(user)
    check_new_password(new, *known_words(user))
    _refuse_the_same(user, new)
    new_hash = hash_password(new)
    with unit_of_work():
        new_password.change_password(user, new_hash, kept=current_login_session(), actor=user)


def confirm_own_password(user: User, typed: str, *, field: str = "password") -> None:
    """It is still the same person who sits there."""
    if not verify_password(user.password_hash, typed):
        sentence = _("当前密码不对。")
        raise Invalid(sentence, {field: sentence})


def issue_reset_code(user: User, *, actor: User) -> str:
    """A code to hand to the person, shown this once: valid for 48 hours, for one new password."""
    authorize(actor, "issue_reset_code", user)
    demo_accounts.refuse_if_shared(user)
    code = one_time_codes.draw(reset_codes.LENGTH)
    code_hash = hash_password(code)
    with unit_of_work():
        reset_codes.keep_reset_code(user, code_hash, actor=actor)
    return one_time_codes.in_groups(code)


def reset_password(typed_name: str, typed_code: str, new: str) -> None:
    """A guest with a reset code sets a new password. Whatever is wrong, the answer is the same."""
    check_new_password(new, typed_name, *known_words(None))
    _refuse_the_slip_itself(new, typed_code)
    with unit_of_work():
        claim = claims.begin_attempt(typed_name, known_devices.counter_of)
        stored = reset_codes.code_to_compare(claim)
    if verify_password(stored, one_time_codes.normal(typed_code)) and claim.user and stored:
        check_new_password(new, *known_words(claim.user))
        _refuse_the_same(claim.user, new)
        new_hash = hash_password(new)
        with unit_of_work():
            if reset_codes.redeem_reset_code(claim, new_hash, code_hash=stored):
                return
    with unit_of_work():
        reset_codes.note_wrong_code(claim)
    raise claims.refusal(claim, _("账号或重置码不对，或者重置码已经过期。"))


def _refuse_the_same(user: User, new: str) -> None:
    """Also the password of a slip of paper, which others have seen, in whatever way it is copied."""
    if verify_password(user.password_hash, temporary_passwords.meant(user, new)):
        sentence = _("新密码不能和原来的一样。")
        raise Invalid(sentence, {"new_password": sentence})


def _refuse_the_slip_itself(new: str, typed_code: str) -> None:
    """Whoever handed the code out would know the password."""
    if one_time_codes.normal(new) == one_time_codes.normal(typed_code):
        sentence = _("新密码不能就是重置码。")
        raise Invalid(sentence, {"new_password": sentence})
