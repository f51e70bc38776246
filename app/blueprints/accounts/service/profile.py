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

LONGEST_EMAIL = 120  # what the column holds
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def choose_language(user: User, language: str, *, actor: User) -> None:
    authorize(actor, "choose_language", user)
    user.language = language


def change_contact(user: User, *, phone: str | None, email: str | None, actor: User) -> None:
    """Phone and e-mail also sign in, so nobody else may have them. None: have none."""
    authorize(actor, "edit_profile", user)
    if faults := _faults(phone, email):
        raise Invalid(" ".join(faults.values()), faults)
    try:
        with db.session.begin_nested():
            user.phone, user.email = phone, email
    except IntegrityError as taken:
        raise Invalid(_("手机号或邮箱已被另一个账号使用。")) from taken
    audit.record("accounts.contact_changed", actor=actor, target=user)


def _faults(phone: str | None, email: str | None) -> dict[str, str]:
    """All that is wrong, by field."""
    of_phone = fault_of_phone(phone) if phone else None
    faults = {"phone": of_phone} if of_phone else {}
    address = normal_email(email or "")
    if address and (len(address) > LONGEST_EMAIL or not EMAIL.fullmatch(address)):
        faults["email"] = str(_("这不像一个邮箱地址。"))
    return faults
