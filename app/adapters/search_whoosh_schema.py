"""What whoosh keeps of a document, and how its fields are cut into words."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import DATETIME, ID, KEYWORD, STORED, TEXT, Schema

from app.adapters import search_text
from app.adapters.search_sounds import sounds_of
from app.ports.search import SearchDocument

BODY_KEPT = 40_000  # characters: of longer bodies the rest is found but not shown


class Words(Tokenizer):  # type: ignore[misc]  # whoosh has no types; at module level: it is pickled into the index
    """The analyzer of whoosh fields; sub-words only in the index, never in queries."""

    def __init__(self, kind: str = "words") -> None:
        self.kind = kind

    def __call__(
        self, value: str, mode: str = "", start_pos: int = 0, start_char: int = 0, **_: Any
    ) -> Iterator[Token]:
        cut = {
            "words": search_text.indexed_words_of,
            "grams": search_text.grams_of,
        }[self.kind]
        token = Token(positions=True, chars=True)
        for word in cut(value):
            token.text, token.original, token.stopped, token.boost = word.text, word.text, False, 1.0
            token.pos = start_pos + word.position
            token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


SCHEMA = Schema(
    uid=ID(unique=True, stored=True),
    kind=ID(stored=True),
    codes=KEYWORD,
    title=TEXT(analyzer=Words(), stored=True, field_boost=3.0),
    title_grams=TEXT(analyzer=Words("grams"), phrase=False),
    pinyin=KEYWORD(lowercase=True),
    meta=TEXT(analyzer=Words(), field_boost=1.5),
    body=TEXT(analyzer=Words()),
    body_kept=STORED,
    audience=KEYWORD,
    facets=KEYWORD,
    facets_kept=STORED,
    at=DATETIME(sortable=True),
)


def fields_of(document: SearchDocument) -> dict[str, Any]:
    return {
        "uid": document.uid,
        "kind": document.kind,
        "codes": " ".join(search_text.code_of(code) for code in document.codes),
        "title": document.title,
        "title_grams": document.title,
        "pinyin": " ".join(sounds_of(document.title, document.sounds)),
        "meta": document.meta,
        "body": document.body,
        "body_kept": document.body[:BODY_KEPT],
        "audience": " ".join(sorted(document.audience)),
        "facets": " ".join(f"{name}={value}" for name, value in document.facets.items()),
        "facets_kept": document.facets,
        "at": document.at.replace(tzinfo=None),
    }
