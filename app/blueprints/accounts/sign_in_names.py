"""Account names, phones and e-mail addresses, however people type them."""

import re
import unicodedata
from collections.abc import Callable, Mapping


def normal_account_name(typed: str) -> str:
    """Full-width letters and digits become plain ones; the case stays as the school wrote it."""
    return unicodedata.normalize("NFKC", typed).strip()


def normal_phone(typed: str) -> str:
    """Digits only; a Chinese country code goes."""
    plain = re.sub(r"[\s\-().]", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(\+86|0086)", "", plain)


def normal_email(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


NORMAL: Mapping[str, Callable[[str], str]] = {
    "account_name": normal_account_name,
    "phone": normal_phone,
    "email": normal_email,
}
