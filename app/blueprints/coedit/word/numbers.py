"""Automatic numbers that a web list cannot show become words: 一、 (一) A. 第 3 课时, and those of headings.

The converter turns every numbered paragraph into a list that counts 1, 2, 3, and drops the numbers of
headings; a lesson plan reads "三、教学过程" for good reason, and "选 B" means the second answer.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from app.blueprints.coedit.word.numberings import (
    Counter,
    counters_of,
    heading_styles,
    numbers_of_styles,
)
from app.blueprints.coedit.word.xml import NS, W, value, whole


class _Numbered(NamedTuple):
    paragraph: etree._Element
    style: str
    counter: Counter
    depth: int


def write_numbers_out(
    document: etree._Element, numbering: etree._Element, styles: etree._Element | None
) -> None:
    """Put the numbers that would be lost before the words of their paragraphs."""
    headings, numbered = heading_styles(styles), list(_numbered(document, numbering, styles))
    for each in numbered:
        if each.style not in headings:
            each.counter.numbering.used[each.depth] = each.counter.levels[each.depth]
    for each in numbered:
        label = each.counter.next_label(each.depth)
        if each.counter.levels[each.depth].is_number and (
            each.style in headings or each.counter.numbering.needs_words
        ):
            _write_before(each.paragraph, label)


def _numbered(
    document: etree._Element, numbering: etree._Element, styles: etree._Element | None
) -> Iterator[_Numbered]:
    counters, by_style, linked = counters_of(numbering), numbers_of_styles(styles), _linked_levels(numbering)
    for paragraph in document.iter(f"{W}p"):
        style = value(paragraph, "w:pPr/w:pStyle")
        number, depth = by_style.get(style, ("", None))
        counter = counters.get(value(paragraph, "w:pPr/w:numPr/w:numId") or number)
        usual = linked.get(style, 0) if depth is None else depth
        level = whole(value(paragraph, "w:pPr/w:numPr/w:ilvl"), usual)
        if counter is not None and level in counter.levels:
            yield _Numbered(paragraph, style, counter, level)


def _linked_levels(numbering: etree._Element) -> dict[str, int]:
    """The level that names a style as its own, where the style does not say which."""
    levels = numbering.iterfind("w:abstractNum/w:lvl", NS)
    return {style: whole(level.get(f"{W}ilvl"), 0) for level in levels if (style := value(level, "w:pStyle"))}


def _write_before(paragraph: etree._Element, label: str) -> None:
    properties = paragraph.find("w:pPr", NS)
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall("w:numPr", NS):
        properties.remove(old)
    off = etree.SubElement(etree.SubElement(properties, f"{W}numPr"), f"{W}numId")
    off.set(f"{W}val", "0")  # also ends the numbering of the style
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = label
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties.addnext(run)
