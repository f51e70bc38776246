"""A checked .docx with only the parts an import needs, rewritten where the converter would lose words.

Measured with pandoc 3.9: it drops pinyin together with its characters, a paragraph that holds a text
box, and the words that share a run with a picture.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from app.blueprints.coedit.word.checks import TYPES_PART, main_part_of, parsed, read_part
from app.blueprints.coedit.word.nested_lists import nest_lists
from app.blueprints.coedit.word.numberings import follow_list_styles
from app.blueprints.coedit.word.numbers import write_numbers_out
from app.blueprints.coedit.word.rows import fill_rows
from app.blueprints.coedit.word.tables import mark_tables

PINYIN = (
    "\ue000\ue001\ue002"  # before the characters, before the reading, behind it: the converter keeps them
)
_PINYIN = re.compile("\ue000([^\ue000-\ue002]*)\ue001([^\ue000-\ue002]*)\ue002")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NS = {"w": _W, "mc": _MC, "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
       "v": "urn:schemas-microsoft-com:vml"}  # fmt: skip
_KEPT = re.compile(
    r"_rels/\.rels|word/(?:_rels/)?(?:document\d*|styles|numbering|footnotes|endnotes)\.xml(?:\.rels)?"
    r"|word/media/[^/]+"
)
_GRAPHIC = {f"{{{_W}}}drawing", f"{{{_W}}}pict", f"{{{_W}}}object", f"{{{_MC}}}AlternateContent"}


def repaired(package: zipfile.ZipFile) -> bytes:
    """A new, smaller .docx: text, styles, numbering, notes and pictures, nothing that reaches outside."""
    main = main_part_of(package) or "word/document.xml"  # the checks refuse a file without
    document = parsed(read_part(package, main))
    numbering, styles = _part(package, "numbering"), _part(package, "styles")
    _rewrite(document, numbering, styles)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
        for name in package.namelist():
            if name != TYPES_PART and not _KEPT.fullmatch(name):
                continue
            part = read_part(package, name)
            if name == main:
                part = _written(document)
            elif name == "word/numbering.xml" and numbering is not None:
                part = _written(numbering)
            elif name.endswith(".rels"):
                part = _without_outside(parsed(part))
            clean.writestr(name, part)
    return target.getvalue()


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    path = f"word/{name}.xml"
    return parsed(read_part(package, path)) if path in package.namelist() else None


def _without_outside(relations: etree._Element) -> bytes:
    for relation in list(relations):
        is_link = (relation.get("Type") or "").endswith("/hyperlink")
        if relation.get("TargetMode") == "External" and not is_link:
            relations.remove(relation)
    return _written(relations)


def _written(part: etree._Element) -> bytes:
    return etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rewrite(
    document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None
) -> None:
    _take_text_out_of_boxes(document)  # first: it stands there twice, and would be counted twice
    if numbering is not None:
        follow_list_styles(numbering, styles)
        nest_lists(document, numbering, styles)
        write_numbers_out(document, numbering, styles)
    _write_pinyin_out(document)
    _give_pictures_their_own_runs(document)
    fill_rows(document)
    mark_tables(document)


def with_pinyin(html: str) -> str:
    """The converted text with its marked pinyin over the characters again."""
    return _PINYIN.sub(r"<ruby>\1<rt>\2</rt></ruby>", html)


def _write_pinyin_out(document: etree._Element) -> None:
    for ruby in _all(document, "//w:ruby"):
        base = "".join(_texts(ruby, "w:rubyBase//w:t/text()"))
        above = "".join(_texts(ruby, "w:rt//w:t/text()"))
        written = etree.Element(f"{{{_W}}}t")
        written.text = f"{PINYIN[0]}{base}{PINYIN[1]}{above}{PINYIN[2]}" if above else base
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        _replace(ruby, written)


def _take_text_out_of_boxes(document: etree._Element) -> None:
    """The paragraphs of a text box follow the paragraph that it is anchored in."""
    for fallback in _all(document, "//mc:Fallback[preceding-sibling::mc:Choice]"):
        _remove(fallback)  # says the same again for older programs
    for box in reversed(_all(document, "//w:txbxContent")):  # the innermost first
        anchor = next(box.iterancestors(f"{{{_W}}}p"), None)
        if anchor is None:
            continue
        for block in reversed(list(box)):
            anchor.addnext(copy.deepcopy(block))
        graphic = _outermost_graphic(box, anchor)
        _remove(box if graphic is None or _all(graphic, ".//a:blip|.//v:imagedata") else graphic)


def _give_pictures_their_own_runs(document: etree._Element) -> None:
    for run in _all(document, "//w:r[w:t and (w:drawing or w:pict or w:object or mc:AlternateContent)]"):
        style = run.find("w:rPr", _NS)
        for child in reversed(list(run)):
            if child is style:
                continue
            alone = etree.Element(f"{{{_W}}}r")
            if style is not None:
                alone.append(copy.deepcopy(style))
            alone.append(child)
            run.addnext(alone)
        _remove(run)


def _outermost_graphic(box: etree._Element, anchor: etree._Element) -> etree._Element | None:
    found = None
    for element in _ancestors_below(box, anchor):
        if element.tag in _GRAPHIC:
            found = element
    return found


def _ancestors_below(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = element.xpath(path, namespaces=_NS)
    return found


def _texts(element: etree._Element, path: str) -> list[str]:
    found: list[str] = element.xpath(path, namespaces=_NS)
    return found


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
