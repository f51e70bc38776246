"""What is asked of whoosh, in order: all words, most words, pieces of titles, pinyin.

Queries are built by hand: whoosh's parser would let people type field names and read what is private.
"""

from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Any

from whoosh import query

from app.adapters import search_text

MOST_WORDS = 12
FIELDS = (("title", 3.0), ("meta", 1.6), ("body", 1.0))


@dataclass(frozen=True)
class Plan:
    """`stages` are (what was relaxed, query); `words` are what highlights mark."""

    stages: list[tuple[str, Any]]
    words: frozenset[str]


def plan_of(text: str) -> Plan:
    """The plan for what a person typed; an empty plan for nothing but stop words and signs."""
    words = list(dict.fromkeys(word.text for word in search_text.words_of(text)))[:MOST_WORDS]
    if not words:
        return Plan([], frozenset())
    clauses = [_meaning(word) for word in words]
    stages = [("", query.And(clauses))]
    if len(clauses) > 2:
        stages.append(("most", query.Or([query.And(clauses), _most_of(clauses)])))
    if loose := _title_pieces(words):
        stages.append(("title", query.Or([stages[-1][1], loose])))
    if sounds := _sounds(text):
        stages.append(("pinyin", query.Or([stages[-1][1], sounds])))
    marked = {other for word in words for other in (word, *search_text.synonyms_of(word), *_parts(word))}
    return Plan(stages, frozenset(marked))


def _meaning(word: str) -> Any:
    """The word or a synonym in any field; a long word also as all its parts."""
    either = [_anywhere(other) for other in (word, *sorted(search_text.synonyms_of(word)))]
    parts = _parts(word)
    if len(parts) > 1:
        either.append(query.And([_anywhere(part, 0.6) for part in parts]))
    return query.Or(either)


def _parts(word: str) -> list[str]:
    return [part for _offset, part in search_text.sub_words(word) if len(part) == 2]


def _anywhere(word: str, weight: float = 1.0) -> Any:
    return query.Or([query.Term(field, word, boost=boost * weight) for field, boost in FIELDS])


def _most_of(clauses: list[Any]) -> Any:
    """At least 60 % of the words."""
    size = max(1, ceil(len(clauses) * 0.6))
    some = list(combinations(clauses, size))[:60]
    return query.Or([query.And(list(chosen)) for chosen in some])


def _title_pieces(words: list[str]) -> Any:
    """Every Han word as pairs of characters (or the one character) of a title."""
    pieces = []
    for word in words:
        if word[0] < "\u3400":
            continue
        grams = [word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)]
        pieces.append(query.And([query.Term("title_grams", gram, boost=0.5) for gram in grams]))
    return query.And(pieces) if pieces else None


def _sounds(text: str) -> Any:
    """Latin input may be pinyin or initials of a title."""
    letters = [part for part in search_text.fold(text).split() if part.isascii() and part.isalpha()]
    return query.And([query.Term("pinyin", part) for part in letters]) if letters else None
