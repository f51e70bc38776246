"""Paragraphs that are set in stay paragraphs: the converter takes every one of them for a quotation."""

from lxml import etree

from app.blueprints.coedit.word.xml import NS, W, remove


def keep_only_quotes_set_in(document: etree._Element, styles: etree._Element | None) -> None:
    """A line down the left side alone, as we draw it ourselves, is one; Word's styles for it still are."""
    for part in (document, styles):
        for indent in [] if part is None else list(part.iter(f"{W}ind")):
            properties = indent.getparent()
            if properties is None or not _is_quote(properties):
                remove(indent)


def _is_quote(properties: etree._Element) -> bool:
    borders = properties.find("w:pBdr", NS)
    return borders is not None and {side.tag for side in borders} == {f"{W}left"}
