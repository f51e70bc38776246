"""Paragraphs of the styles “List Bullet 2”, “List Number 3” … stand below those of the plain style.

Word keeps each of these styles in a numbering of its own, on its first level, and only draws it further
in; the converter nests by level, so they would come out side by side.
"""

import copy
import re

from lxml import etree

from app.blueprints.coedit.word.numberings import abstract_of
from app.blueprints.coedit.word.xml import NS, W, style_id, value, whole

_NESTED = re.compile(r"list (?:bullet|number) ([2-9])")
_DEEPEST = 8  # Word has nine levels


def nest_lists(document: etree._Element, numbering: etree._Element, styles: etree._Element | None) -> None:
    """Say the depth of such paragraphs as a level, and give their numbering that level.

    Somebody may have pressed Tab besides: the deeper of the two counts.
    """
    nested, by_number = _nested_styles(styles), abstract_of(numbering)
    for paragraph in document.iter(f"{W}p"):
        by_style, number = nested.get(value(paragraph, "w:pPr/w:pStyle"), (0, ""))
        number = value(paragraph, "w:pPr/w:numPr/w:numId") or number
        depth = max(by_style, whole(value(paragraph, "w:pPr/w:numPr/w:ilvl"), 0))
        if depth and number in by_number and _give_level(by_number[number], depth):
            _place(paragraph, number, depth)


def _nested_styles(styles: etree._Element | None) -> dict[str, tuple[int, str]]:
    """How deep the paragraphs of each nested style stand, and in which numbering."""
    found = {}
    for style in [] if styles is None else styles.findall("w:style", NS):
        name = _NESTED.fullmatch(value(style, "w:name").lower())
        if name:
            found[style_id(style)] = (int(name[1]) - 1, value(style, "w:pPr/w:numPr/w:numId"))
    return found


def _give_level(abstract: etree._Element, depth: int) -> bool:
    """Whether the numbering has this level now; made after its first, counting for itself."""
    levels = {level.get(f"{W}ilvl"): level for level in abstract.findall("w:lvl", NS)}
    if "0" not in levels or depth > _DEEPEST:
        return False
    if str(depth) not in levels:
        level = copy.deepcopy(levels["0"])
        level.set(f"{W}ilvl", str(depth))
        for text in level.findall("w:lvlText", NS):
            text.set(f"{W}val", (text.get(f"{W}val") or "").replace("%1", f"%{depth + 1}"))
        for style in level.findall("w:pStyle", NS):
            level.remove(style)  # a style belongs to one level
        abstract.append(level)
    return True


def _place(paragraph: etree._Element, number: str, depth: int) -> None:
    [properties] = paragraph.xpath("w:pPr", namespaces=NS)  # it says its style or its level
    for old in properties.findall("w:numPr", NS):
        properties.remove(old)
    place = etree.Element(f"{W}numPr")
    etree.SubElement(place, f"{W}ilvl").set(f"{W}val", str(depth))
    etree.SubElement(place, f"{W}numId").set(f"{W}val", number)
    style = properties.find("w:pStyle", NS)
    properties.insert(0 if style is None else properties.index(style) + 1, place)
