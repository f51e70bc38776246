"""Signs of Markdown that a reader would miss, and words that a reader would take for signs.

Chinese has no spaces to tell where a sign opens or closes: `**意图：**学生` is shown with its asterisks
(CommonMark 0.31, 6.2: a delimiter run that follows punctuation does not close before a letter).
There HTML's tags stand instead. What pandoc's writer leaves open (3.9) is closed here as well.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

Inline = dict[str, Any]
_BEGINS_A_BLOCK = re.compile(r"([-+]|-{2,}|=+|[0-9]{1,9}(?=[.)]$))([.)]?)$")  # a list, a rule, a heading
_SPLIT = re.compile(r"(?<=\\)|(&)")  # pandoc loses the character after a backslash, and lets &amp; be
_TAGS = {"Strong": "strong", "Emph": "em", "Strikeout": "s"}
_ALWAYS_TAGS = {"Underline", "Subscript", "Superscript"}
_EDGES = {"Link": "[)", "Image": "!)", "Code": "``", "Math": "$$"}  # what they begin and end with


def spelled(inlines: Sequence[Inline], before: str = " ", after: str = " ") -> list[Inline]:
    """The same words. `before` and `after`: the characters that stand around them."""
    result: list[Inline] = []
    for number, inline in enumerate(inlines):
        left = _edge(inlines[number - 1], -1) if number else before
        right = _edge(inlines[number + 1], 0) if number + 1 < len(inlines) else after
        result += _one(inline, left, right)
    return result


def words(text: str) -> list[Inline]:
    """Words and the gaps between them: pandoc knows only so what a line break could stand for."""
    inlines: list[Inline] = []
    for number, word in enumerate(text.replace("\n", " ").split(" ")):
        inlines += [{"t": "Space"}] if number else []
        inlines += [
            raw("&amp;") if part == "&" else {"t": "Str", "c": part} for part in _SPLIT.split(word) if part
        ]
    return inlines


def shielded(line: Sequence[Inline]) -> list[Inline]:
    """A line that begins with `1.` or `-` stays a line. Not for cells: these may become HTML."""
    starts = [True, *(inline["t"] == "LineBreak" for inline in line)]
    return [_shield(inline) if first else inline for first, inline in zip(starts, line, strict=False)]


def _shield(inline: Inline) -> Inline:
    found = _BEGINS_A_BLOCK.match(inline["c"]) if inline["t"] == "Str" else None
    if found is None:
        return inline
    number, sign = found.groups()
    return {"t": "RawInline", "c": ["markdown", f"{number}\\{sign}" if sign else f"\\{number}"]}


def _one(inline: Inline, left: str, right: str) -> list[Inline]:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind == "Link":
        return [inline | {"c": [content[0], spelled(content[1], "[", "]"), content[2]]}]
    if kind in _ALWAYS_TAGS:
        return [inline | {"c": spelled(content, ">", "<")}]
    if kind not in _TAGS:
        return [inline]
    inner = spelled(content, "*", "*")
    if inner and _is_read(left, _edge(inner[0], 0), _edge(inner[-1], -1), right):
        return [inline | {"c": inner}]
    return [raw(f"<{_TAGS[kind]}>"), *inner, raw(f"</{_TAGS[kind]}>")]


def _edge(inline: Inline, at: int) -> str:
    """The first (0) or last (-1) character that this is written with."""
    kind = inline["t"]
    if kind == "Str":
        return str(inline["c"])[at]
    if kind in {"Space", "LineBreak"}:
        return " "
    return "*" if kind in _TAGS else _EDGES.get(kind, "<>")[at]


def _is_read(left: str, first: str, last: str, right: str) -> bool:
    return "*" not in (left, right) and _flanks(left, first) and _flanks(right, last)


def _flanks(outside: str, inside: str) -> bool:
    return not inside.isspace() and (not _is_sign(inside) or outside.isspace() or _is_sign(outside))


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def raw(tag: str) -> Inline:
    return {"t": "RawInline", "c": ["html", tag]}
