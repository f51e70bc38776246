"""The accounts shown on the sign-in page of a demo. They are shared, so nobody may lock the others out."""

from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import gettext as _

from app import config
from app.blueprints.accounts.models import User
from app.core.errors import Forbidden


def shown() -> Sequence[Mapping[str, str]]:
    """account_name, name, role and school of each; empty unless the demo setting is on."""
    return current_app.config.get("DEMO_ACCOUNTS", []) if config.current().demo else []


def shared_password() -> str:
    return str(current_app.config.get("DEMO_PASSWORD", "")) if config.current().demo else ""


def is_shared(user: User) -> bool:
    """Whether strangers sign in with this account, too."""
    return any(account["account_name"].lower() == user.account_name.lower() for account in shown())


def refuse_if_shared(user: User) -> None:
    """What would lock the others out stays as it is: password, second factor, account name, status."""
    if is_shared(user):
        raise Forbidden(_("这是大家共用的演示账号，密码、两步验证和账号状态不能修改。"))
