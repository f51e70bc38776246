"""What is asked of whoosh, in order: all words, most words, pinyin, pieces of titles.

Queries are built by hand: whoosh's parser would let people type field names and read what is private.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Any

from whoosh import query

from app.adapters import search_text
from app.adapters.search_places import spelled_out
from app.adapters.search_sounds import BEGINNING

MOST_WORDS = 12
LONGEST_CODE = 40
FIELDS = (("title", 3.0), ("meta", 1.6), ("body", 1.0))
HEAD = (("title", 3.0), ("meta", 1.6))
HAN = re.compile("[\u3400-\u9fff]+")
SHORTEST_BEGINNING = 3  # letters of a Latin word that is still being typed


@dataclass(frozen=True)
class Plan:
    """`stages` are (what was relaxed, query); `words` are what highlights mark."""

    stages: list[tuple[str, Any]]
    words: frozenset[str]


def plan_of(text: str) -> Plan:
    """The plan for what a person typed; an empty plan for nothing but stop words and signs."""
    typed = spelled_out(text)
    words = list(dict.fromkeys(word.text for word in search_text.words_of(typed)))[:MOST_WORDS]
    code = query.Term("codes", search_text.code_of(text)[:LONGEST_CODE], boost=9.0)
    if not words:
        return Plan([], frozenset())
    clauses = [_meaning(word) for word in words[:-1]]
    clauses.append(query.Or([_meaning(words[-1]), *_beginning(words[-1], alone=len(words) == 1)]))
    exact = query.Or([query.And(clauses), *_together(words), *_literally(typed), code])
    stages = [("", exact)]
    if len(clauses) > 2:
        stages.append(("most", query.Or([exact, _most_of(words, clauses)])))
    if sounds := _sounds(typed, dict(zip(words, clauses, strict=True))):
        stages.append(("pinyin", query.Or([stages[-1][1], sounds])))
    if loose := _title_pieces(words):
        stages.append(("title", query.Or([stages[-1][1], loose])))
    return Plan(stages, frozenset(other for word in words for other in _marked(word)))


def _meaning(word: str) -> Any:
    """The word or a synonym in any field; a long word also as all its parts, a character also in titles."""
    either = [_anywhere(other) for other in (word, *sorted(search_text.synonyms_of(word)))]
    parts = _parts(word)
    if len(parts) > 1:
        either.append(query.And([_anywhere(part, 0.6) for part in parts]))
    if len(word) == 1 and word >= "\u3400":
        either.append(query.Term("title_grams", word, boost=1.5))
    return query.Or(either)


def _beginning(word: str, *, alone: bool) -> list[Any]:
    """The last word may not be finished: `浮力 八` means 八年级, `weath` weather."""
    if word >= "\u3400":
        return [] if alone or len(word) > 1 else [query.Prefix(field, word, boost=0.5) for field, _ in HEAD]
    if not word.isalpha() or len(word) < SHORTEST_BEGINNING:
        return []
    return [query.Prefix(field, word, boost=0.3 * boost) for field, boost in FIELDS]


def _literally(typed: str) -> list[Any]:
    """Whatever the words: a title with these very characters, `若溪`."""
    runs = [run for run in HAN.findall(typed) if len(run) > 1 and not search_text.is_accident(run)]
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    whole = runs and runs == typed.split()
    return [query.And([query.Term("title_grams", pair) for pair in pairs])] if whole else []


def _together(words: Sequence[str]) -> list[Any]:
    """Side by side they mean more than far apart: `周长 公式`."""
    if len(words) < 2:
        return []
    return [
        query.Phrase(field, list(words), slop=2, boost=boost) for field, boost in FIELDS if field != "meta"
    ]


def _marked(word: str) -> set[str]:
    return {word, *search_text.synonyms_of(word), *_parts(word)}


def _parts(word: str) -> list[str]:
    return [part for _offset, part in search_text.sub_words(word) if len(part) == 2]


def _anywhere(word: str, weight: float = 1.0) -> Any:
    if len(word) == 1 and word.isascii():  # a letter or digit of a formula says little about a title
        return query.Or([query.Term(field, word, boost=0.3 * weight) for field, _boost in FIELDS])
    return query.Or([query.Term(field, word, boost=boost * weight) for field, boost in FIELDS])


def _most_of(words: Sequence[str], clauses: Sequence[Any]) -> Any:
    """At least 60 % of the words, and of the longer ones: single characters stand everywhere."""
    size, longer = _most(len(words)), _most(sum(len(word) > 1 for word in words))
    some = [
        chosen
        for chosen in combinations(range(len(words)), size)
        if sum(len(words[at]) > 1 for at in chosen) >= min(longer, size)
    ]
    return query.Or([query.And([clauses[at] for at in chosen]) for chosen in some[:60]])


def _most(number: int) -> int:
    return ceil(number * 0.6)


def _title_pieces(words: list[str]) -> Any:
    """Every Han word as pairs of characters (or the one character) of a title."""
    pieces = []
    for word in words:
        if word[0] < "\u3400":
            continue
        grams = [word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)]
        pieces.append(query.And([query.Term("title_grams", gram, boost=0.5) for gram in grams]))
    return query.And(pieces) if pieces else None


def _sounds(typed: str, clauses: dict[str, Any]) -> Any:
    """Latin words may be pinyin or initials of a title: `fuli`, `lin zhi yuan`, `浮力 kj`."""
    letters = [word for word in clauses if word.isascii() and word.isalpha()]
    if not letters:
        return None
    heard = [_heard(word, clause) if word in letters else clause for word, clause in clauses.items()]
    joined = "".join(re.findall("[a-z]+", typed))
    return query.Or([query.And(heard), *([query.Term("pinyin", joined)] if len(joined) > 1 else [])])


def _heard(word: str, clause: Any) -> Any:
    beginning = query.Term("pinyin", BEGINNING + word, boost=0.5)  # only decides between those that sound so
    return query.Or([clause, query.Term("pinyin", word, boost=4.0), query.Prefix("pinyin", word), beginning])
