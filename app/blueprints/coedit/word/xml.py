"""Reading and changing the XML of a Word file."""

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
W, M = f"{{{NS['w']}}}", f"{{{NS['m']}}}"
OFF = frozenset({"0", "false", "off"})  # a switch that is written, and off
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def style_id(style: etree._Element) -> str:
    return style.get(f"{W}styleId") or ""


def value(element: etree._Element, path: str) -> str:
    """The `w:val` of what stands at `path`."""
    found = element.find(path, NS)
    return (found.get(f"{W}val") or "") if found is not None else ""


def whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def text_element(words: str) -> etree._Element:
    text = etree.Element(f"{W}t")
    text.text = words
    text.set(_SPACE, "preserve")
    return text


def text_run(words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    run.append(text_element(words))
    return run


def all_of(element: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = element.xpath(path, namespaces=NS)
    return found


def texts_of(element: etree._Element, path: str) -> list[str]:
    found: list[str] = element.xpath(path, namespaces=NS)
    return found


def replace(old: etree._Element, *new: etree._Element) -> None:
    """Blanks between elements mean nothing in Word: what stood behind `old` goes with it."""
    for each in new:
        old.addprevious(each)
    remove(old)


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
