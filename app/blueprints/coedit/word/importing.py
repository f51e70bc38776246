"""A Word lesson plan becomes the first text of a document. Called from a job: it takes seconds."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from flask_babel import gettext as _

from app import config
from app.blueprints.coedit.pictures.reencoding import Picture, reencoded
from app.blueprints.coedit.text.addresses import UNPLACED
from app.blueprints.coedit.text.html_read import UNKNOWN_PICTURE, read_html
from app.blueprints.coedit.text.plain_text import inline_text, text_of, walk
from app.blueprints.coedit.text.schema import Node
from app.blueprints.coedit.word.checks import check_kind, open_word
from app.blueprints.coedit.word.colours import has_colours
from app.blueprints.coedit.word.pinyin import with_pinyin
from app.blueprints.coedit.word.repair import repaired
from app.blueprints.coedit.word.tables import name_columns, with_widths
from app.core.errors import Invalid
from app.ports import converter
from app.ports.converter import ConversionFailed, ConversionTooHeavy

MOST_NODES = 200_000
_WORDLESS = frozenset({"image", "inlineMath", "blockMath"})


@dataclass(frozen=True)
class WordDraft:
    """What was read. Pictures are named `picture:<digest>` in `pm` until they belong to a document."""

    pm: Node
    pictures: tuple[Picture, ...] = ()
    unreadable_pictures: int = 0  # a note stands in the place of each
    lost_colours: bool = False

    @property
    def title(self) -> str:
        """The first words, to suggest a name."""
        lines = (
            inline_text(node).strip() for node in walk(self.pm) if node["type"] in {"heading", "paragraph"}
        )
        return next((line[:200] for line in lines if line), "")


def most_word_bytes() -> int:
    return config.current().word_import_mb * 2**20


def check_word_upload(content: bytes) -> None:
    """What can be said at once, in the request: too big, not a Word file. The rest is read_word's."""
    check_kind(content, config.current().word_import_mb)


def read_word(content: bytes) -> WordDraft:
    """The draft in a .docx. Raises Invalid with a sentence for the person who chose the file."""
    with open_word(content, config.current().word_import_mb) as package:
        clean, coloured = repaired(package), has_colours(package)
    try:
        converted = converter.current().word_to_html(clean)
    except ConversionTooHeavy as error:
        raise Invalid(_("文档太复杂，没能在规定的时间内读完。请拆成几份，或删去大图后再试。")) from error
    except ConversionFailed as error:
        raise Invalid(_("文档读不出来，可能已损坏。请用 Word 或 WPS 打开并另存后再试。")) from error
    album = _Album(converted.pictures)
    pm = read_html(with_pinyin(with_widths(converted.html)), album.address_of)
    if _is_blank(pm):
        raise Invalid(_("文档里没有文字。请换一份文件，或者从模板开始。"))
    name_columns(pm)
    if sum(1 for _node in walk(pm)) > MOST_NODES:
        raise Invalid(_("文档太长，没有导入。请拆成几份后再试。"))
    return WordDraft(pm, tuple(album.pictures.values()), _unreadable_pictures(pm), coloured)


class _Album:
    """The pictures of one file, re-encoded once each."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._found = found
        self._addresses: dict[str, str | None] = {}
        self.pictures: dict[str, Picture] = {}

    def address_of(self, src: str) -> str | None:
        name = posixpath.normpath(unquote(src))
        if name not in self._addresses:
            self._addresses[name] = self._kept(name)
        return self._addresses[name]

    def _kept(self, name: str) -> str | None:
        try:
            picture = reencoded(self._found[name])
        except (KeyError, Invalid):  # drawn in EMF or WMF, or broken: a note stands in its place
            return None
        self.pictures[picture.digest] = picture
        return UNPLACED + picture.digest


def _is_blank(pm: Node) -> bool:
    """Nothing to begin with. Scanned pages and formulas are something."""
    return not text_of(pm).strip() and all(node["type"] not in _WORDLESS for node in walk(pm))


def _unreadable_pictures(pm: Node) -> int:
    texts = (node["text"] for node in walk(pm) if node["type"] == "text")
    return sum(text.count(UNKNOWN_PICTURE) for text in texts)
