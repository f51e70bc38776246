"""What an administrator does with somebody's account. Who administers whom is org's business."""

import structlog
from flask_babel import gettext as _

from app.blueprints.accounts import demo_accounts
from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.accounts.service import second_factor, sessions
from app.core import audit
from app.core.errors import Conflict
from app.core.policy import authorize

log = structlog.get_logger(__name__)


def suspend_account(user: User, *, actor: User) -> None:
    """The person has left or the account is misused: no access from this moment on."""
    authorize(actor, "suspend", user)
    demo_accounts.refuse_if_shared(user)
    if not user.is_active:
        raise Conflict(_("这个账号已经停用。"))
    user.status = UserStatus.SUSPENDED
    user.reset_code_hash = user.reset_code_expires_at = None
    sessions.revoke(user)
    _note("accounts.account_suspended", user, actor)


def reactivate_account(user: User, *, actor: User) -> None:
    authorize(actor, "reactivate", user)
    if user.is_active:
        raise Conflict(_("这个账号没有停用。"))
    user.status = UserStatus.ACTIVE
    user.forget_attempts()
    _note("accounts.account_reactivated", user, actor)


def sign_out_everywhere(user: User, *, actor: User) -> None:
    authorize(actor, "sign_out", user)
    sessions.revoke(user)
    _note("accounts.signed_out_everywhere", user, actor)


def remove_second_factor(user: User, *, actor: User) -> None:
    """The phone is lost and so are the recovery codes; the password alone signs in again."""
    authorize(actor, "remove_second_factor", user)
    if not user.has_second_factor:
        raise Conflict(_("这个账号没有开启两步验证。"))
    second_factor.forget(user)
    _note("accounts.second_factor_removed", user, actor)


def _note(action: str, user: User, actor: User) -> None:
    audit.record(action, actor=actor, target=user)
    log.info(action, user=user.id, actor=actor.id)
