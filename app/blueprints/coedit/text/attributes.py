"""Attributes come from anywhere: here each gets the type the schema means, or is dropped."""

import re
from collections.abc import Callable, Iterable
from typing import Any

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # refused by databases and by UTF-8
_LARGEST = 2**31
_SECTION = re.compile("[a-z][a-z0-9_]{0,39}")


def storable(words: str) -> str:
    """The words without what no database or file can hold."""
    return _UNSTORABLE.sub("", words)


def proper(pairs: Iterable[tuple[str, Any]], known: Iterable[str]) -> dict[str, Any]:
    """The known attributes that are of the right type, in order of name."""
    read = {name: _READERS[name](value) for name, value in pairs if name in known}
    return {name: read[name] for name in sorted(read) if read[name] is not None}


def _words(value: Any) -> str | None:
    return storable(value) if isinstance(value, str) else None


def _section(value: Any) -> str | None:
    return value if isinstance(value, str) and _SECTION.fullmatch(value) else None


def _whole(value: Any) -> int | None:
    """pycrdt reads every number as a float; colspan 2.0 is meant as 2."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if -_LARGEST < value < _LARGEST else None  # neither infinite nor no number


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _widths(value: Any) -> list[int | None] | None:
    return [_whole(width) for width in value] if isinstance(value, list) else None


_READERS: dict[str, Callable[[Any], Any]] = (
    dict.fromkeys(("src", "alt", "title", "language", "latex", "href", "text", "key", "suggestion"), _words)
    | dict.fromkeys(("level", "start", "width", "height", "colspan", "rowspan"), _whole)
    | {"checked": _flag, "colwidth": _widths, "section": _section}
)
