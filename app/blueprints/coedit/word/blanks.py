"""Blanks that mean something: the gap to write an answer into, columns of answers, what is set in by hand.

HTML makes one of many, and an underline under blanks disappears with them.
"""

import re

from lxml import etree

from app.blueprints.coedit.word.xml import OFF, W

_KEPT = "\u00a0"
_SEVERAL = re.compile(" (?= )")
_TAB = _KEPT * 4
_NONE = OFF | {"none"}


def keep_blanks(part: etree._Element) -> None:
    """Of several all but the last, where a line may break, and underlined ones."""
    for text in part.iter(f"{W}t"):
        words = text.text or ""
        if "  " in words:
            text.text = _SEVERAL.sub(_KEPT, words)
        if words and not words.strip(" ") and _is_underlined(text):
            text.text = _KEPT * len(words)
    for tab in [each for each in part.iter(f"{W}tab") if each.getparent().tag == f"{W}r"]:  # type: ignore[union-attr]
        if _is_underlined(tab):
            tab.tag, tab.text = f"{W}t", _TAB


def _is_underlined(element: etree._Element) -> bool:
    run = element.getparent()
    line = None if run is None else run.find(f"{W}rPr/{W}u")
    return line is not None and (line.get(f"{W}val") or "single") not in _NONE
