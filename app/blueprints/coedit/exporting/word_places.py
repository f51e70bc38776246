"""The places in a template that are filled in: {{课题}}, {{主备人}}, {{正文}} …, wherever they stand."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from app.blueprints.coedit.exporting.word_xml import parsed, run, w

BODY = "正文"
_PLACE = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝]{1,30}?)\s*(?:\}\}|｝｝)")
_SURROUNDINGS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def places_in(document: WordDocument) -> list[str]:
    """The names of all places, in reading order, each once; headers and footers last."""
    found = (name for line in _paragraphs(document) for name in _PLACE.findall(_words(line)))
    return list(dict.fromkeys(name.strip() for name in found))


def fill_places(document: WordDocument, value: Callable[[str], str | None]) -> None:
    """Put the value of each name where it stands. A name without a value stays, for people to see."""
    for line in _paragraphs(document):
        if "{" in (words := _words(line)) or "｛" in words:
            _fill(line, value)


def body_place(document: WordDocument) -> Any | None:
    """The paragraph in which the text is to stand; None if the template names none."""
    for line in document.element.body.iter(w("p")):
        if BODY in (name.strip() for name in _PLACE.findall(_words(line))):
            return line
    return None


def _paragraphs(document: WordDocument) -> Iterator[Any]:
    yield from document.element.body.iter(w("p"))
    for relation in document.part.rels.values():
        if relation.reltype in _SURROUNDINGS and not relation.is_external:
            yield from relation.target_part.element.iter(w("p"))


def _own_texts(line: Any) -> list[Any]:
    """The texts of this paragraph, not of a text box that is anchored in it."""
    return [text for text in line.iter(w("t")) if next(text.iterancestors(w("p"))) is line]


def _words(line: Any) -> str:
    return "".join(text.text or "" for text in _own_texts(line))


def _fill(line: Any, value: Callable[[str], str | None]) -> None:
    """From the last place to the first, so that what was found before still stands where it was."""
    texts = _own_texts(line)
    found = list(_PLACE.finditer("".join(text.text or "" for text in texts)))
    for match in reversed(found):
        words = value(match[1].strip())
        if words is not None:
            _replace(texts, match.start(), match.end(), words)


def _replace(texts: list[Any], start: int, end: int, words: str) -> None:
    """Word often cuts a name into several runs: the value goes into the first of them."""
    at = 0
    for text in texts:
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            is_beginning = start >= at
            text.text = own[:first] + (words if is_beginning else "") + own[last:]
            text.set(_XML_SPACE, "preserve")
            if is_beginning and "\n" in words:
                _break_lines(text)
        at += len(own)


def _break_lines(text: Any) -> None:
    pieces = list(parsed([run(text.text)])[0].iter(w("t"), w("br")))
    text.text = ""
    for piece in reversed(pieces):
        text.addnext(piece)
