"""WordprocessingML as text: every word escaped, so that content can never become markup."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import quoteattr as _quoted

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"(\n|\t)")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{NAMESPACES['w']}}}{name}"


def fit(words: str) -> str:
    """Without what no XML can hold."""
    return _UNFIT.sub("", words)


def escaped(words: str) -> str:
    return _escape(fit(words))


def quoted(words: str) -> str:
    """As the value of an attribute, with its quotation marks."""
    return _quoted(fit(words))


def parsed(xml: Sequence[str]) -> list[etree._Element]:
    """The elements that the pieces of text make together."""
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return list(etree.fromstring(f"<x {names}>{''.join(xml)}</x>".encode(), parser))


def run(words: str, properties: str = "") -> str:
    """A run of text. Quotation marks between Chinese words are as wide as those words."""
    if not words:
        return ""
    hint = '<w:rFonts w:hint="eastAsia"/>' if "<w:rFonts" not in properties and _CHINESE.search(words) else ""
    inner = "".join(_piece(piece) for piece in _BREAKS.split(words) if piece)
    style = f"<w:rPr>{hint}{properties}</w:rPr>" if hint or properties else ""
    return f"<w:r>{style}{inner}</w:r>"


def _piece(piece: str) -> str:
    if piece == "\n":
        return "<w:br/>"
    if piece == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
