"""Automatic numbers that a web list cannot show become words: 一、 (一) ① 第 3 课时, and those of headings.

The converter turns every numbered paragraph into a list that counts 1, 2, 3, and drops the numbers of
headings; a lesson plan reads "三、教学过程" for good reason.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from app.blueprints.coedit.text.chinese_numbers import formatted, is_western
from app.blueprints.coedit.word.xml import NS, W, style_id, value, whole

_DECORATION = re.compile(r"%\d|[\s.,、。,.()()\[\]【】::-]")
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True)
class _Level:
    """How one level of a numbering counts and reads."""

    kind: str
    pattern: str
    start: int

    @property
    def is_number(self) -> bool:
        return self.kind not in {"bullet", "none"} and bool(_PLACE.search(self.pattern))

    @property
    def needs_words(self) -> bool:
        return self.is_number and (not is_western(self.kind) or bool(_DECORATION.sub("", self.pattern)))


@dataclass
class _Numbering:
    """One numbering of the file (an abstractNum) and how far it has counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def needs_words(self) -> bool:
        return any(level.needs_words for level in self.levels.values())

    def next_label(self, depth: int) -> str:
        level = self.levels[depth]
        self.counts = {deep: count for deep, count in self.counts.items() if deep <= depth}
        self.counts[depth] = self.counts.get(depth, level.start - 1) + 1
        return _PLACE.sub(lambda found: self._number_at(int(found[1]) - 1), level.pattern)

    def _number_at(self, depth: int) -> str:
        level = self.levels.get(depth)
        return formatted(self.counts.get(depth, level.start), level.kind) if level else ""


def write_numbers_out(
    document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None
) -> None:
    """Put the numbers that would be lost before the words of their paragraphs."""
    if numbering is None:
        return
    numberings = _numberings(numbering)
    by_style, headings = _numbered_styles(styles), _heading_styles(styles)
    for paragraph in document.iter(f"{W}p"):
        style = value(paragraph, "w:pPr/w:pStyle")
        number_id = value(paragraph, "w:pPr/w:numPr/w:numId") or by_style.get(style, ("", 0))[0]
        depth = whole(value(paragraph, "w:pPr/w:numPr/w:ilvl"), by_style.get(style, ("", 0))[1])
        found = numberings.get(number_id)
        if found is None or depth not in found.levels or not found.levels[depth].is_number:
            continue
        if found.needs_words or style in headings:
            _write_before(paragraph, found.next_label(depth))


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
    text.text = label if label[-1:] in "、)》】" else f"{label} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties.addnext(run)


def _numberings(numbering: etree._Element) -> dict[str, _Numbering]:
    """By the number that paragraphs name; numbers of one abstract numbering count on together."""
    abstract = {
        item.get(f"{W}abstractNumId"): _Numbering(
            {whole(level.get(f"{W}ilvl"), 0): _level(level) for level in item.findall("w:lvl", NS)}
        )
        for item in numbering.findall("w:abstractNum", NS)
    }
    return {
        item.get(f"{W}numId") or "": abstract[name]
        for item in numbering.findall("w:num", NS)
        if (name := value(item, "w:abstractNumId")) in abstract
    }


def _level(level: etree._Element) -> _Level:
    return _Level(
        kind=value(level, "w:numFmt") or "decimal",
        pattern=value(level, "w:lvlText"),
        start=whole(value(level, "w:start"), 1),
    )


def _numbered_styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found = {} if styles is None else {style_id(item): item for item in styles.findall("w:style", NS)}
    return {
        name: (number, whole(value(item, "w:pPr/w:numPr/w:ilvl"), 0))
        for name, item in found.items()
        if (number := value(item, "w:pPr/w:numPr/w:numId"))
    }


def _heading_styles(styles: etree._Element | None) -> set[str]:
    items = [] if styles is None else styles.findall("w:style", NS)
    return {style_id(item) for item in items if value(item, "w:name").lower().startswith("heading")}
