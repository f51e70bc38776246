"""A checked .docx with only the parts an import needs, under the names that the converter looks for.

Measured with pandoc 3.9: it finds styles and numbering by their usual names alone, and pictures only in
`word/media`, whatever the relations of the file say.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.blueprints.coedit.word.checks import TYPES_PART, main_part_of, parsed, read_part

TEXT, STYLES, NUMBERING = "document", "styles", "numbering"
NOTES = ("footnotes", "endnotes")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MEDIA = "word/media/"


@dataclass
class Part:
    xml: etree._Element
    relations: list[etree._Element] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)  # the ids of those that are in the file


class Parts:
    """By their kinds: the text, its styles, numbering and notes."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = frozenset(package.namelist())
        self._media: dict[str, str] = {}  # where each picture lies, and where it will
        main = main_part_of(package) or "word/document.xml"  # the checks refuse a file without
        self.by_kind = {TEXT: self._part(main)}
        for relation in self._relations(main):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            name = self._target(main, relation)
            if kind in {STYLES, NUMBERING, *NOTES} and name in self._names and kind not in self.by_kind:
                self.by_kind[kind] = self._part(name)

    def xml_of(self, kind: str) -> etree._Element | None:
        part = self.by_kind.get(kind)
        return None if part is None else part.xml

    def saved(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
            clean.writestr(TYPES_PART, read_part(self._package, TYPES_PART))
            clean.writestr("_rels/.rels", _written(_related([("officeDocument", "word/document.xml")])))
            for kind, part in self.by_kind.items():
                clean.writestr(f"word/{kind}.xml", _written(part.xml))
                others = [(each, f"{each}.xml") for each in self.by_kind if kind == TEXT and each != TEXT]
                relations = _related(others)
                relations.extend(part.relations)
                clean.writestr(f"word/_rels/{kind}.xml.rels", _written(relations))
            for old, new in self._media.items():
                clean.writestr(new, read_part(self._package, old))
        return target.getvalue()

    def _part(self, name: str) -> Part:
        part = Part(parsed(read_part(self._package, name)))
        for relation in self._relations(name):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            is_outside, target = relation.get("TargetMode") == "External", self._target(name, relation)
            if kind == "image" and not is_outside and target in self._names:
                relation.set("Target", self._moved(target).removeprefix("word/"))
                part.pictures.add(relation.get("Id") or "")
            elif kind != "hyperlink" or not is_outside:
                continue
            part.relations.append(relation)
        return part

    def _moved(self, name: str) -> str:
        if name not in self._media:
            is_usual = posixpath.dirname(name) == _MEDIA.rstrip("/")
            other = f"{_MEDIA}other{len(self._media)}{posixpath.splitext(name)[1]}"
            self._media[name] = name if is_usual else other
        return self._media[name]

    def _relations(self, name: str) -> Iterator[etree._Element]:
        folder, file = posixpath.split(name)
        path = f"{folder}/_rels/{file}.rels"
        yield from parsed(read_part(self._package, path)) if path in self._names else ()

    def _target(self, name: str, relation: etree._Element) -> str:
        joined = posixpath.join("/", posixpath.dirname(name), relation.get("Target") or "")
        return posixpath.normpath(joined).lstrip("/")


def _related(named: "list[tuple[str, str]] | Mapping[str, str]") -> etree._Element:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for number, (kind, target) in enumerate(named):
        attributes = {"Id": f"part{number}", "Type": f"{_OFFICE}/{kind}", "Target": target}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", attributes)
    return root


def _written(part: etree._Element) -> bytes:
    return etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
