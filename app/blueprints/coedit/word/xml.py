"""Reading the XML of a Word file."""

from lxml import etree

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset({"0", "false", "off"})  # a switch that is written, and off


def style_id(style: etree._Element) -> str:
    return style.get(f"{W}styleId") or ""


def value(element: etree._Element, path: str) -> str:
    """The `w:val` of what stands at `path`."""
    found = element.find(path, NS)
    return (found.get(f"{W}val") or "") if found is not None else ""


def whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
