"""How the numberings of a Word file count and read: numbering.xml, and the styles that refer to it."""

import copy
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.blueprints.coedit.text.chinese_numbers import formatted, is_western
from app.blueprints.coedit.word.xml import NS, W, style_id, value, whole

_DECORATION = re.compile(r"%\d|[\s.,、。,.()()\[\]【】::-]")
_PLACE = re.compile(r"%(\d)")
_LETTERS = frozenset({"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"})
_CIRCLED = "decimalEnclosedCircle"
_NO_GAP = "、)）》】．"
_DEEPEST_STYLE = 12  # styles that are based on each other


@dataclass(frozen=True)
class Level:
    """How one level of a numbering counts and reads."""

    kind: str
    pattern: str
    start: int
    is_tight: bool  # no gap between the number and the words

    @property
    def is_number(self) -> bool:
        return self.kind not in {"bullet", "none"} and bool(_PLACE.search(self.pattern))

    def needs_words(self, depth: int, used: Collection[int]) -> bool:
        """Whether a list of ours would read otherwise: that counts 1. (1) ① from outside to inside."""
        if not self.is_number or (self.kind == _CIRCLED and depth == 2 and {0, 1} <= set(used)):
            return False
        if not is_western(self.kind) or _DECORATION.sub("", self.pattern):
            return True
        is_choice = self.kind == "upperLetter" or (depth == 0 and self.kind in _LETTERS)
        return is_choice or len(_PLACE.findall(self.pattern)) > 1


@dataclass
class Numbering:
    """One numbering of the file (an abstractNum): which of its levels are used, how far it has counted."""

    used: dict[int, Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def needs_words(self) -> bool:
        return any(level.needs_words(depth, self.used) for depth, level in self.used.items())


@dataclass
class Counter:
    """What paragraphs name (a num). Counters of one numbering count on together, or begin anew."""

    numbering: Numbering
    levels: dict[int, Level]
    restarts: dict[int, int]  # by level: where it begins, the first time

    def next_label(self, depth: int) -> str:
        level, counts = self.levels[depth], self.numbering.counts
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        before = counts.get(depth, level.start - 1)
        counts[depth] = self.restarts.pop(depth, before + 1)
        label = _PLACE.sub(lambda found: self._number_at(int(found[1]) - 1), level.pattern)
        return label if level.is_tight or label[-1:] in _NO_GAP else f"{label} "

    def _number_at(self, depth: int) -> str:
        level = self.levels.get(depth)
        return formatted(self.numbering.counts.get(depth, level.start), level.kind) if level else ""


def abstract_of(numbering: etree._Element) -> dict[str, etree._Element]:
    """By the number that paragraphs name."""
    abstract = {item.get(f"{W}abstractNumId"): item for item in numbering.findall("w:abstractNum", NS)}
    return {
        item.get(f"{W}numId") or "": abstract[name]
        for item in numbering.findall("w:num", NS)
        if (name := value(item, "w:abstractNumId")) in abstract
    }


def follow_list_styles(numbering: etree._Element, styles: etree._Element | None) -> None:
    """Give a numbering that only names a list style the levels of that style."""
    named, by_number = numbers_of_styles(styles), abstract_of(numbering)
    for abstract in numbering.findall("w:abstractNum", NS):
        number = named.get(value(abstract, "w:numStyleLink"), ("", None))[0]
        if number in by_number and abstract.find("w:lvl", NS) is None:
            abstract.extend(copy.deepcopy(level) for level in by_number[number].findall("w:lvl", NS))


def counters_of(numbering: etree._Element) -> dict[str, Counter]:
    """By the number that paragraphs name."""
    by_number, known = abstract_of(numbering), dict[etree._Element, tuple[Numbering, dict[int, Level]]]()
    counters = {}
    for item in numbering.findall("w:num", NS):
        number = item.get(f"{W}numId") or ""
        if number not in by_number:
            continue
        abstract = by_number[number]
        if abstract not in known:
            known[abstract] = (Numbering(), dict(_levels(abstract)))
        shared, levels = known[abstract]
        overrides = item.findall("w:lvlOverride", NS)
        own = {depth: level for each in overrides for depth, level in _levels(each)}
        restarts = {
            whole(each.get(f"{W}ilvl"), 0): whole(value(each, "w:startOverride"), 1)
            for each in overrides
            if each.find("w:startOverride", NS) is not None
        }
        counters[number] = Counter(shared, levels | own, restarts)
    return counters


def numbers_of_styles(styles: etree._Element | None) -> dict[str, tuple[str, int | None]]:
    """The number that each style gives its paragraphs, itself or by what it is based on; and the level."""
    found: dict[str, tuple[str, int | None]] = {}
    for name, line in _ancestry(styles):
        numbers = (value(style, "w:pPr/w:numPr/w:numId") for style in line)
        depths = (value(style, "w:pPr/w:numPr/w:ilvl") for style in line)
        if number := next(filter(None, numbers), ""):
            depth = next(filter(None, depths), "")
            found[name] = (number, whole(depth, 0) if depth else None)
    return found


def heading_styles(styles: etree._Element | None) -> set[str]:
    return {
        name
        for name, line in _ancestry(styles)
        if any(value(style, "w:name").lower().startswith("heading") for style in line)
    }


def _ancestry(styles: etree._Element | None) -> Iterator[tuple[str, list[etree._Element]]]:
    """Each style by its id, with those it is based on behind it."""
    by_id = {} if styles is None else {style_id(item): item for item in styles.findall("w:style", NS)}
    for name, style in by_id.items():
        line = [style]
        while len(line) < _DEEPEST_STYLE and (base := by_id.get(value(line[-1], "w:basedOn"))) is not None:
            line.append(base)
        yield name, line


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in parent.findall("w:lvl", NS):
        kind, pattern = value(level, "w:numFmt") or "decimal", value(level, "w:lvlText")
        is_tight = value(level, "w:suff") == "nothing"
        depth = whole(level.get(f"{W}ilvl"), 0)
        yield depth, Level(kind, pattern, whole(value(level, "w:start"), 1), is_tight)
