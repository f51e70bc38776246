"""What a new password must be, and how strong it is in words."""

import enum
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from flask_babel import gettext as _

from app.blueprints.accounts.known_words import without
from app.core.errors import Invalid

SHORTEST = 8
LONGEST = 128  # hashing a longer one would only cost time

# What people choose first; a short list, because eight characters already exclude most.
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())


class Strength(enum.StrEnum):
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(password: str, known: Iterable[str] = ()) -> Strength:
    """Length counts most; mixed kinds of characters help a short one. Chinese words count double, and
    words that everybody knows not at all."""
    left = without(known, password)
    length = sum(2 if ord(character) > 0x2E7F else 1 for character in left)
    kinds = len({_kind(character) for character in left})
    if length >= 16 or (length >= 12 and kinds >= 3):
        return Strength.STRONG
    return Strength.FAIR if length >= 10 and kinds >= 2 else Strength.WEAK


def check_new_password(password: str, *known: str) -> None:
    """Refuse what others would guess: Invalid at the field `new_password`, saying what to do."""
    plain = unicodedata.normalize("NFKC", password).lower()
    if len(plain) < SHORTEST:
        _refuse(_("密码至少要 8 个字符。"))
    if len(plain) > LONGEST:
        _refuse(_("密码最多 128 个字符。"))
    if plain in COMMON or len(set(plain)) < 3:
        _refuse(_("这个密码太常见，别人一猜就中。换一个只有你知道的。"))
    left = without(known, plain)
    if left != plain and len(left) <= 2:
        _refuse(_("密码不能是你的工号、手机号、邮箱、姓名，也不能是学校或系统的名字，多加一两个字符也不行。"))


def _refuse(sentence: str) -> NoReturn:
    raise Invalid(sentence, {"new_password": sentence})


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "sign"
    return "upper" if character.isupper() else "letter"
