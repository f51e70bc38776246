"""What people set about themselves. The name is given by the school."""

import re

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.blueprints.accounts.models import User
from app.blueprints.accounts.sign_in_names import fault_of_phone, normal_email
from app.core import audit
from app.core.db import db
from app.core.errors import Invalid
from app.core.policy import authorize

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def choose_language(user: User, language: str, *, actor: User) -> None:
    authorize(actor, "choose_language", user)
    user.language = language


def change_contact(user: User, *, phone: str | None, email: str | None, actor: User) -> None:
    """Phone and e-mail also sign in, so nobody else may have them. None: have none."""
    authorize(actor, "edit_profile", user)
    if phone and (fault := fault_of_phone(phone)):
        raise _refusal("phone", fault)
    if email and not EMAIL.fullmatch(normal_email(email)):
        raise _refusal("email", _("这不像一个邮箱地址。"))
    try:
        with db.session.begin_nested():
            user.phone, user.email = phone, email
    except IntegrityError as taken:
        raise Invalid(_("手机号或邮箱已被另一个账号使用。")) from taken
    audit.record("accounts.contact_changed", actor=actor, target=user)


def _refusal(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
