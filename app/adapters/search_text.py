"""How Chinese text becomes words: the same for every search engine, for index, query and highlight.

Folding never changes the length of a text, so positions found in the folded text hold in the original.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba
from zhconv_rs import zhconv

VERSION = 5  # raise it when words or rules change: indexes of another version are built again
WORDS = Path(__file__).parent / "search_words"
_RUN = re.compile(r"[0-9]+(?:[./][0-9]+)?|[a-z]+|[\u3400-\u9fff\U00020000-\U0003134f]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place: `position` counts words, `start` and `end` are offsets of characters."""

    text: str
    position: int
    start: int
    end: int

    @property
    def is_han(self) -> bool:
        return self.text[0] >= "\u3400"


def fold(text: str) -> str:
    """Full-width to half-width, lower case, traditional to simplified; as long as before."""
    return text.translate(_folding())


def code_of(text: str) -> str:
    """A number or an account name as one word, however it was typed."""
    return "".join(fold(text).split())


def words_of(text: str) -> Iterator[Word]:
    """The words in order, stop words left out without leaving a gap."""
    position = 0
    for start, word in _cut(fold(text)):
        if word not in _stop_words():
            yield Word(word, position, start, start + len(word))
            position += 1


def indexed_words_of(text: str) -> Iterator[Word]:
    """The words, each with its dictionary sub-words stacked on the same position."""
    for word in words_of(text):
        yield word
        for offset, part in sub_words(word.text):
            yield Word(part, word.position, word.start + offset, word.start + offset + len(part))


def sub_words(word: str) -> list[tuple[int, str]]:
    """Words of two and three characters inside a longer one, with their offset in it."""
    if len(word) < 3 or word[0] < "\u3400":
        return []
    return [
        (offset, part)
        for size in (2, 3)
        if size < len(word)
        for offset in range(len(word) - size + 1)
        if _segmenter().has_word(part := word[offset : offset + size]) and part not in _blocked()
    ]


def grams_of(text: str) -> Iterator[Word]:
    """Single characters and pairs of a title's Han runs: the last resort of short queries."""
    position = 0
    for run in _RUN.finditer(fold(text)):
        if run.group()[0] < "\u3400":
            continue
        for index in range(run.start(), run.end()):
            for size in (1, 2):
                if index + size <= run.end():
                    yield Word(run.string[index : index + size], position, index, index + size)
            position += 1


def is_accident(word: str) -> bool:
    """Whether the characters stand in other words by accident: 中考 in 期中考试."""
    return word in _blocked()


@cache
def synonyms_of(word: str) -> frozenset[str]:
    """Words that mean the same to a teacher, without the word itself."""
    return frozenset().union(*(group for group in _synonyms() if word in group)) - {word}


def _cut(folded: str) -> Iterator[tuple[int, str]]:
    for run in _RUN.finditer(folded):
        if run.group()[0] < "\u3400":
            yield run.start(), run.group()
        else:
            for word, start, _end in _segmenter().tokenize(run.group(), "default", True):
                yield run.start() + start, word


@cache
def _folding() -> dict[int, str]:
    full_width = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
    han = [chr(code) for code in range(0x3400, 0x9FFF)]
    simplified = zhconv("\n".join(han), "zh-hans").split("\n")
    table = {ord(old): new for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1}
    raised = dict(zip(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), "0123456789", strict=True))
    upper = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    return table | raised | upper | {code: char.lower() for code, char in full_width.items()}


@cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    for word in lines_of("teaching.txt"):
        segmenter.add_word(word, 20_000, "n")
    return segmenter


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(lines_of("stop.txt"))


@cache
def _blocked() -> frozenset[str]:
    return frozenset(lines_of("blocked.txt"))


@cache
def _synonyms() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in lines_of("synonyms.txt"))


def lines_of(name: str) -> list[str]:
    """The lines of a word list, without comments."""
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
