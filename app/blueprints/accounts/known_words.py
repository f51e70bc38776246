"""Words that others try first when they guess somebody's password: the product's, the person's, the school's.

They make a password neither longer nor better, so they do not count in it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from app import config
from app.blueprints.accounts.models import User
from app.blueprints.accounts.pinyin import sorting_key

PRODUCT = "青蓝"
PIECES = re.compile(r"[a-z]+|\d+", re.IGNORECASE)  # of an account name: QL9100 → QL, 9100
Belonging = Callable[[User], Iterable[str]]


def _nowhere(_user: User) -> Iterable[str]:
    return ()


_belonging: list[Belonging] = [_nowhere]


def use_belonging(names: Belonging) -> None:
    """Say what the schools and groups of a person are called."""
    _belonging[:] = [names]


def known_words(user: User | None) -> list[str]:
    """For a guest, whom the page does not know yet: those of the product."""
    words = [*_spoken(PRODUCT), *_spoken(config.current().site_name)]
    if user is not None:
        words += [user.account_name, *PIECES.findall(user.account_name), user.phone or ""]
        words += [user.email or "", (user.email or "").partition("@")[0]]
        words += [*_spoken(user.name), *user.name_pinyin.split(), "".join(user.name_pinyin.split()[1:])]
        words += [word for name in _belonging[0](user) for word in _spoken(name)]
    return _in_order(words)


def without(words: Iterable[str], password: str) -> str:
    """What is left of it. The page's own script counts in the same way."""
    pattern = "|".join(re.escape(word) for word in _in_order(words))
    plain = unicodedata.normalize("NFKC", password)
    return re.sub(pattern, "", plain, flags=re.IGNORECASE) if pattern else plain


def _spoken(name: str) -> tuple[str, str]:
    return name, sorting_key(name).replace(" ", "")


def _in_order(words: Iterable[str]) -> list[str]:
    """The longest first; what is too short to be recognized is no word."""
    told = {word.lower() for word in words if len(word) >= (3 if word.isascii() else 2)}
    return sorted(told, key=lambda word: (-len(word), word))
