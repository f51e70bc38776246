"""What stands around words without being seen: content controls, custom XML, directions of writing."""

from lxml import etree

from app.blueprints.coedit.word.xml import W, remove, replace

_WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "customXml", "smartTag", "dir", "bdo"))
_OWN = frozenset(f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"))


def unwrap(part: etree._Element) -> None:
    """The converter drops some of them with all their words."""
    for wrapper in reversed(list(part.iter(*_WRAPPERS))):  # the innermost first
        inner = [child for child in wrapper if child.tag not in _OWN]
        if wrapper.tag == f"{W}sdt":
            inner = [child for content in wrapper.findall(f"{W}sdtContent") for child in content]
        replace(wrapper, *inner)
    for mark in list(part.iter(f"{W}softHyphen")):
        remove(mark)  # where a word may be broken: seen nowhere, and in the way of whoever searches
