"""What a new password must be, and how strong it is in words."""

import enum
import unicodedata
from pathlib import Path
from typing import NoReturn

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.core.errors import Invalid

SHORTEST = 8
LONGEST = 128  # hashing a longer one would only cost time

# What people choose first; a short list, because eight characters already exclude most.
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


class Strength(enum.StrEnum):
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(password: str) -> Strength:
    """Length counts most; mixed kinds of characters help a short one. Chinese words count double."""
    length = sum(2 if ord(character) > 0x2E7F else 1 for character in password)
    kinds = len({_kind(character) for character in password})
    if length >= 16 or (length >= 12 and kinds >= 3):
        return Strength.STRONG
    return Strength.FAIR if length >= 10 and kinds >= 2 else Strength.WEAK


def check_new_password(password: str, *names: str | None) -> None:
    """Refuse what others would guess: Invalid at the field `new_password`, saying what to do."""
    plain = unicodedata.normalize("NFKC", password).lower()
    if len(plain) < SHORTEST:
        _refuse(_("密码至少要 8 个字符。"))
    if len(plain) > LONGEST:
        _refuse(_("密码最多 128 个字符。"))
    if plain in COMMON or len(set(plain)) < 3:
        _refuse(_("这个密码太常见，别人一猜就中。换一个只有你知道的。"))
    if any(_is_mostly(name.lower(), plain) for name in names if name):
        _refuse(_("密码不能是你的工号、手机号、邮箱或姓名。"))


def names_of(user: User) -> tuple[str | None, ...]:
    """What a password must not be, because colleagues know it."""
    return user.account_name, user.phone, user.email, user.name, user.name_pinyin.replace(" ", "")


def _refuse(sentence: str) -> NoReturn:
    raise Invalid(sentence, {"new_password": sentence})


def _is_mostly(name: str, password: str) -> bool:
    """Whether only a character or two were added to the name."""
    return len(name) >= 3 and name in password and len(password) - len(name) <= 2


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "sign"
    return "upper" if character.isupper() else "letter"
