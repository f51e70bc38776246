"""Fields without a result, which the converter drops with all they show: EQ, SYMBOL, FORMCHECKBOX."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.blueprints.coedit.word.equation_fields import Reading, is_equation, read_equation
from app.blueprints.coedit.word.pinyin import marked
from app.blueprints.coedit.word.xml import NS, OFF, W, replace, text_run

_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d{1,6}|0x[0-9A-Fa-f]{1,5})(?:.*\\f\s*"([^"]{1,60})")?', re.IGNORECASE)
_CHECKBOX = re.compile(r"\s*FORMCHECKBOX\b", re.IGNORECASE)
_PRIVATE = 0xF000  # where the signs of symbol fonts stand


@dataclass
class _Field:
    begin: etree._Element
    instruction: str = ""
    runs: list[etree._Element] = field(default_factory=list)  # all of it
    shows_words: bool = False


def write_fields_out(document: etree._Element) -> None:
    for simple in list(document.iter(f"{W}fldSimple")):
        shown = _shown(simple.get(f"{W}instr") or "", simple)
        if shown is not None and next(simple.iter(f"{W}t"), None) is None:
            replace(simple, shown)
    for paragraph in list(document.iter(f"{W}p")):
        for found in _fields(paragraph):
            shown = None if found.shows_words else _shown(found.instruction, found.begin)
            if shown is None:
                continue
            found.runs[0].addprevious(shown)
            for run in found.runs:
                run.getparent().remove(run)  # type: ignore[union-attr]


def _fields(paragraph: etree._Element) -> Iterator[_Field]:
    """The fields that begin and end in this paragraph; of nested ones the outermost, with what all say."""
    opened: list[_Field] = []
    for run in paragraph.iter(f"{W}r"):
        for part in run:
            kind = part.get(f"{W}fldCharType") if part.tag == f"{W}fldChar" else ""
            if kind == "begin":
                opened.append(_Field(part))
            elif opened and part.tag == f"{W}instrText":
                opened[-1].instruction += part.text or ""
            elif opened and part.tag == f"{W}t":
                opened[0].shows_words = True
            if opened and (not opened[0].runs or opened[0].runs[-1] is not run):
                opened[0].runs.append(run)
            if kind == "end" and opened:
                ended = opened.pop()
                if opened:
                    opened[-1].instruction += re.sub(r"^\s*EQ\b", "", ended.instruction)
                else:
                    yield ended


def _shown(instruction: str, begin: etree._Element) -> etree._Element | None:
    """What Word shows for it; None if the converter can be left to it."""
    if is_equation(instruction):
        read = read_equation(instruction)
        if isinstance(read, Reading):
            return text_run(marked(read.base, read.over))
        return text_run(read) if isinstance(read, str) else read
    if symbol := _SYMBOL.match(instruction):
        return _symbol(int(symbol[1], 0), symbol[2] or "")
    if _CHECKBOX.match(instruction):
        return text_run("☑" if _is_checked(begin) else "☐")
    return None


def _symbol(number: int, font: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    sign = etree.SubElement(run, f"{W}sym")
    sign.set(f"{W}font", font)
    sign.set(f"{W}char", f"{number + _PRIVATE if font and number < 256 else number:04X}")
    return run


def _is_checked(begin: etree._Element) -> bool:
    for name in ("checked", "default"):
        box = begin.find(f"w:ffData/w:checkBox/w:{name}", NS)
        if box is not None:
            return (box.get(f"{W}val") or "1") not in OFF
    return False
