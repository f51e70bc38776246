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


def refuse_if_shared(user: User) -> None:
    """Password and second factor of a shared account stay as they are."""
    if any(account["account_name"].lower() == user.account_name.lower() for account in shown()):
        raise Forbidden(_("这是大家共用的演示账号，密码和两步验证不能修改。"))
