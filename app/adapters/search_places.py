"""What people write without blanks: `八下物理浮力` means 八年级 下册 物理 浮力."""

import re
from collections.abc import Iterator
from functools import cache

from app import reference
from app.adapters.search_text import fold

_HAN_RUN = re.compile(r"[0-9\u3400-\u9fff]+")
_VOLUME = re.compile(r"(小学)?([一二三四五六七八九1-9]|[初高][一二三])(年级)?(上|下)(册|学期)?")
_GRADE = re.compile(r"(小学)?([一二三四五六七八九1-9])年级|[初高][一二三]")


def spelled_out(text: str) -> str:
    """Grade, volume, subject and edition at either end of a run become words of their own."""
    return _HAN_RUN.sub(lambda run: " ".join(_pieces(run.group())), fold(text))


def _pieces(run: str) -> Iterator[str]:
    """Place words from the front, the rest, place words from the back."""
    while run and (found := _leading(run)):
        length, words = found
        yield from words
        run = run[length:]
    behind: list[str] = []
    while run and (found := _trailing(run)):
        length, words = found
        behind += words
        run = run[:-length]
    if run:
        yield run
    yield from behind


def _leading(run: str) -> tuple[int, list[str]] | None:
    for pattern in (_VOLUME, _GRADE):
        if match := pattern.match(run):
            return match.end(), _grade_words(match.group())
    name = next((name for name in _names() if run.startswith(name)), None)
    return (len(name), [_names()[name]]) if name else None


def _trailing(run: str) -> tuple[int, list[str]] | None:
    for pattern in (_VOLUME, _GRADE):
        match = re.search(f"(?:{pattern.pattern})$", run)
        if match and match.start() > 0:
            return len(match.group()), _grade_words(match.group())
    name = next((name for name in _names() if run.endswith(name) and run != name), None)
    return (len(name), [_names()[name]]) if name else None


def _grade_words(written: str) -> list[str]:
    """The names of the reference tables, which are in the index."""
    written = written.removeprefix("小学")
    grade = re.match(r"[初高]?.(?:年级)?", written)
    assert grade is not None
    code = reference.find_grade(grade.group())
    words = [reference.grades()[code].name if code else grade.group()]
    if volume := written[grade.end() :]:
        words.append(f"{volume[0]}册")
    return words


@cache
def _names() -> dict[str, str]:
    """Spellings of subjects and editions, the longest first, and the word to look for."""
    subjects = {
        fold(spelling): fold(spelling)
        for each in reference.subjects().values()
        for spelling in each.spellings
    }
    editions = {
        fold(spelling): each.name for each in reference.editions().values() for spelling in each.spellings
    }
    names = {spelling: word for spelling, word in (editions | subjects).items() if len(spelling) > 1}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))
