r"""Word's older formulas, fields such as `EQ \f(1,2)`: as pinyin, as an encircled sign, or as an equation.

They have no result that a converter could keep. Word still writes them for 带圈字符, WPS for 拼音指南 too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from app.blueprints.coedit.text.chinese_numbers import formatted
from app.blueprints.coedit.word.xml import M

LONGEST = 2000
_DEEPEST = 20
_KIND = re.compile(r"\s*EQ\b", re.IGNORECASE)
_FORMAT = re.compile(r'\\\*\s*(?:"[^"]*"|[^\s\\]+)')
_COMMAND = re.compile(r"((?:\\(?:[A-Za-z]+|[\[\]{}|<>])\s*(?:-?\d+(?:\.\d+)?\s*)?)+)\(")
_SWITCH = re.compile(r"\\([A-Za-z]+)")
_BRACKET = re.compile(r"\\(lc|rc|bc)\s*\\(.)")
_CLOSING = {"{": "}", "[": "]", "<": ">", "(": ")"}
_RINGS = frozenset("○〇◯")
_FRAMES = frozenset("□△◇")


@dataclass(frozen=True)
class Command:
    switches: tuple[str, ...]
    parts: "tuple[Sequence[Part], ...]"
    brackets: tuple[str, str] = ("(", ")")

    @property
    def name(self) -> str:
        return self.switches[0].lower()


Part = str | Command


@dataclass(frozen=True)
class Reading:
    """Characters and what stands over them."""

    base: str
    over: str


def is_equation(instruction: str) -> bool:
    return _KIND.match(instruction) is not None


def read_equation(instruction: str) -> "Reading | str | etree._Element":
    """Pinyin, words, or an equation as Word writes them today."""
    written = _FORMAT.sub("", _KIND.sub("", instruction[:LONGEST], count=1)).strip()
    parts, _end = _Parser(written).line(0, "", 0)
    if len(parts) == 1 and isinstance(parts[0], Command) and parts[0].name == "o":
        return _overlaid(parts[0])
    if all(isinstance(part, str) for part in parts):
        return _plain(parts)
    formula = etree.Element(f"{M}oMath")
    _write(formula, parts)
    return formula


class _Parser:
    def __init__(self, written: str) -> None:
        self._written = written

    def line(self, at: int, ends: str, depth: int) -> tuple[list[Part], int]:
        """Words and commands up to one of the signs in `ends`, and where that stands."""
        parts: list[Part] = []
        while at < len(self._written) and self._written[at] not in ends:
            command = _COMMAND.match(self._written, at) if depth < _DEEPEST else None
            if command is not None:
                made, at = self._command(command, depth)
                parts.append(made)
                continue
            sign, at = self._sign(at)
            parts.append(sign)
        return parts, at

    def _sign(self, at: int) -> tuple[str, int]:
        escaped = self._written[at] == "\\" and at + 1 < len(self._written)
        return self._written[at + escaped], at + 1 + escaped

    def _command(self, found: re.Match[str], depth: int) -> tuple[Command, int]:
        parts, at = [], found.end()
        while True:
            part, at = self._part(at, depth + 1)
            parts.append(part)
            if self._written[at : at + 1] not in {",", ";"}:
                switches = tuple(_SWITCH.findall(found[1])) or ("",)
                return Command(switches, tuple(parts), _brackets(found[1])), at + 1
            at += 1

    def _part(self, at: int, depth: int) -> tuple[list[Part], int]:
        """Up to the next comma or the end of the command; brackets of the words are their own."""
        parts: list[Part] = []
        while True:
            more, at = self.line(at, "(,;)", depth)
            parts += more
            if self._written[at : at + 1] != "(" or depth >= _DEEPEST:
                return parts, at
            inner, at = self.line(at + 1, ")", depth + 1)
            parts += ["(", *inner, ")"]
            at += 1


def _overlaid(command: Command) -> Reading | str:
    """Signs on top of each other: pinyin if the first is raised, a number in a ring, else side by side."""
    first, *rest = command.parts
    over = first[0] if first else ""
    base = "".join(_plain(part) for part in rest)
    if isinstance(over, Command) and "up" in over.switches and base.strip():
        return Reading(base.strip(), _plain(first).strip())
    if isinstance(over, str) and over in _RINGS and base:
        is_number = base.isascii() and base.isdigit() and len(base) < 3
        ringed = formatted(int(base), "decimalEnclosedCircle") if is_number else base
        return ringed if ringed != base else f"({base})"
    return f"[{base}]" if isinstance(over, str) and over in _FRAMES and base else _plain(first) + base


def _plain(parts: Sequence[Part]) -> str:
    return "".join(part if isinstance(part, str) else ",".join(map(_plain, part.parts)) for part in parts)


def _write(parent: etree._Element, parts: Sequence[Part]) -> None:
    words = ""
    for part in parts:
        if isinstance(part, str):
            words += part
            continue
        _write_words(parent, words)
        words = ""
        _write_command(parent, part)
    _write_words(parent, words)


def _write_words(parent: etree._Element, words: str) -> None:
    if words.strip():
        run = etree.SubElement(parent, f"{M}r")
        etree.SubElement(run, f"{M}t").text = words.strip()


def _write_command(parent: etree._Element, command: Command) -> None:
    """What Word has an equation for; of anything else the parts, one after the other."""
    first, last = command.parts[0], command.parts[-1]
    match command.name:
        case "f" if len(command.parts) == 2:
            _made(parent, "f", ("num", first), ("den", last))
        case "r":
            _made(parent, "rad", ("deg", first if len(command.parts) > 1 else ()), ("e", last))
        case "s" if "do" in command.switches:
            _made(parent, "sSub", ("e", ()), ("sub", first))
        case "s":
            _made(parent, "sSup", ("e", ()), ("sup", first))
        case "b":
            made = _made(parent, "d", ("dPr", ()), ("e", first))
            for name, sign in zip(("begChr", "endChr"), command.brackets, strict=True):
                etree.SubElement(made[0], f"{M}{name}").set(f"{M}val", sign)
        case "a":
            _made(parent, "eqArr", *(("e", part) for part in command.parts))
        case _:
            for number, part in enumerate(command.parts):
                _write(parent, [",", *part] if number and command.name == "l" else part)


def _made(parent: etree._Element, kind: str, *inner: tuple[str, Sequence[Part]]) -> etree._Element:
    made = etree.SubElement(parent, f"{M}{kind}")
    for name, parts in inner:
        _write(etree.SubElement(made, f"{M}{name}"), parts)
    return made


def _brackets(switches: str) -> tuple[str, str]:
    r"""The signs around the words: `\lc\{` has one on the left alone."""
    named: dict[str, str] = dict(_BRACKET.findall(switches))
    if both := named.get("bc"):
        return both, _CLOSING.get(both, both)
    return (named.get("lc", ""), named.get("rc", "")) if named else ("(", ")")
