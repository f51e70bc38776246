"""A text as a Word file, on the paper of a template: its styles, page, header, footer and fields."""

import io
import re
import secrets
from typing import Any

import docx
from docx.document import Document as WordDocument
from lxml import etree

from app.blueprints.coedit.exporting.formulas import formulas_in
from app.blueprints.coedit.exporting.paper import Paper
from app.blueprints.coedit.exporting.table_sums import with_sums
from app.blueprints.coedit.exporting.word_blocks import BlockWriter
from app.blueprints.coedit.exporting.word_frame import Frame
from app.blueprints.coedit.exporting.word_parts import WordParts
from app.blueprints.coedit.exporting.word_places import BODY, body_place, fill_places
from app.blueprints.coedit.exporting.word_saving import with_text
from app.blueprints.coedit.exporting.word_xml import w
from app.core import clock
from app.ports.converter import Notation

_A4 = (11906, 16838)
_MARGIN = 1800
_NUMBER = re.compile(r"-?(\d{1,6})(?:\.\d*)?", re.ASCII)


def docx_of(paper: Paper, template: bytes) -> bytes:
    """Takes a moment; with thousands of formulas or paragraphs, seconds."""
    document = docx.Document(io.BytesIO(template))
    formulas = formulas_in(paper.pm, Notation.WORD)
    place = body_place(document)
    tables = 0 if place is None else sum(1 for _ in place.iterancestors(w("tbl")))
    width, height = _room(document, place)
    frame = Frame(width=width, height=height, tables=tables)
    text = with_sums(paper.pm, paper.minutes)
    blocks = BlockWriter(WordParts(document, paper.pictures), formulas).cell(text, frame)
    # First the fields: words of the text that look like one are nobody's place.
    fill_places(document, lambda name: "" if name == BODY else paper.value(name))
    mark = _mark(document, place)
    _describe(document, paper)
    return with_text(document, mark, blocks)


def _mark(document: WordDocument, place: Any | None) -> str:
    """Where the text will stand; the paragraph that named the place goes, unless it says more."""
    mark = etree.Comment(f"text-{secrets.token_hex(8)}")
    if place is None:
        last = document.element.body.find(w("sectPr"))
        document.element.body.append(mark) if last is None else last.addprevious(mark)
        return str(mark)
    place.addprevious(mark)
    is_empty = not "".join(place.itertext()).strip() and place.find(f"{w('pPr')}/{w('sectPr')}") is None
    if is_empty:
        place.getparent().remove(place)
    return str(mark)


def _room(document: WordDocument, place: Any | None) -> tuple[int, int]:
    """How wide and high the place of the text is, in twips. Not every form says how large its page is."""
    section = next(reversed(list(document.element.body.iter(w("sectPr")))), None)
    page, edges = (None if section is None else section.find(w(name)) for name in ("pgSz", "pgMar"))
    left, right, top, bottom = (_twips(edges, side, _MARGIN) for side in ("left", "right", "top", "bottom"))
    width = max(1000, _twips(page, "w", _A4[0]) - left - right)
    cell = None if place is None else next(place.iterancestors(w("tc")), None)
    height = max(2000, _twips(page, "h", _A4[1]) - top - bottom - 600)
    return (width if cell is None else _cell_width(cell, width)), height


def _twips(element: Any | None, name: str, otherwise: int) -> int:
    """Some programs write `1440.0000000000002`; a margin below zero stays where it is under a long header."""
    found = _NUMBER.fullmatch("" if element is None else element.get(w(name), ""))
    return int(found[1]) if found else otherwise


def _cell_width(cell: Any, widest: int) -> int:
    given = cell.find(f"{w('tcPr')}/{w('tcW')}")
    is_known = given is not None and given.get(w("type")) == "dxa" and (given.get(w("w")) or "").isdigit()
    width = int(given.get(w("w"))) if is_known else widest
    return max(1000, min(width or widest, widest) - 216)


def _describe(document: WordDocument, paper: Paper) -> None:
    """What the file says of itself: nothing of whoever made the template."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = (
        paper.title[:200],
        paper.author[:200],
        "",
    )
    properties.comments, properties.keywords, properties.subject = "", "", ""
    properties.created = properties.modified = clock.now().replace(tzinfo=None)
    properties.revision = 1
