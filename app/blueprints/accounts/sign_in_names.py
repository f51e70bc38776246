"""Account names, phones and e-mail addresses, however people type them."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from flask_babel import gettext as _

PHONE_DIGITS = range(7, 16)  # from a local number without its area code to the longest abroad


def normal_account_name(typed: str) -> str:
    """Full-width letters and digits become plain ones; the case stays as the school wrote it."""
    return unicodedata.normalize("NFKC", typed).strip()


def normal_phone(typed: str) -> str:
    """Digits only; a Chinese country code goes."""
    plain = re.sub(r"[\s\-().]", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(\+86|0086)", "", plain)


def fault_of_phone(typed: str) -> str | None:
    """What is wrong with it as a number to sign in with; nothing is filled in, so imports can keep it."""
    digits = normal_phone(typed).removeprefix("+")
    if not re.fullmatch("[0-9]+", digits):
        return str(_("手机号只能是数字，例如 13800001234。"))
    if len(digits) not in PHONE_DIGITS:
        return str(_("手机号要有 7 到 15 位数字，例如 13800001234。"))
    return None


def normal_email(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


NORMAL: Mapping[str, Callable[[str], str]] = {
    "account_name": normal_account_name,
    "phone": normal_phone,
    "email": normal_email,
}
