"""A checked .docx becomes a smaller one, rewritten where the converter would lose or change something."""

import zipfile

from lxml import etree

from app.blueprints.coedit.word.blanks import keep_blanks
from app.blueprints.coedit.word.fields import write_fields_out
from app.blueprints.coedit.word.graphics import (
    choose_alternatives,
    give_pictures_their_own_runs,
    note_what_is_lost,
    take_text_out_of_boxes,
)
from app.blueprints.coedit.word.indents import keep_only_quotes_set_in
from app.blueprints.coedit.word.looks import embolden_dotted
from app.blueprints.coedit.word.nested_lists import nest_lists
from app.blueprints.coedit.word.numberings import follow_list_styles
from app.blueprints.coedit.word.numbers import write_numbers_out
from app.blueprints.coedit.word.package import NOTES, NUMBERING, STYLES, TEXT, Part, Parts
from app.blueprints.coedit.word.pinyin import write_pinyin_out
from app.blueprints.coedit.word.rows import fill_rows
from app.blueprints.coedit.word.tables import mark_tables
from app.blueprints.coedit.word.wrappers import unwrap


def repaired(package: zipfile.ZipFile) -> bytes:
    """A new, smaller .docx: text, styles, numbering, notes and pictures, nothing that reaches outside."""
    parts = Parts(package)
    for kind in (TEXT, *NOTES):
        if part := parts.by_kind.get(kind):
            _rewrite(part)
    _rewrite_text(parts.by_kind[TEXT].xml, parts.xml_of(NUMBERING), parts.xml_of(STYLES))
    return parts.saved()


def _rewrite(part: Part) -> None:
    unwrap(part.xml)
    choose_alternatives(part.xml)
    take_text_out_of_boxes(part.xml)  # before anything is counted
    note_what_is_lost(part.xml, part.pictures)
    write_pinyin_out(part.xml)
    write_fields_out(part.xml)
    give_pictures_their_own_runs(part.xml)
    keep_blanks(part.xml)
    embolden_dotted(part.xml)


def _rewrite_text(
    document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None
) -> None:
    if numbering is not None:
        follow_list_styles(numbering, styles)
        nest_lists(document, numbering, styles)
        write_numbers_out(document, numbering, styles)
    keep_only_quotes_set_in(document, styles)
    fill_rows(document)
    mark_tables(document)
