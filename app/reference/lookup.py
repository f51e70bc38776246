"""From what a person wrote in a cell or a search box to a code."""

import unicodedata
from collections.abc import Mapping
from functools import cache

from app.reference import tables
from app.reference.entries import Entry


def find_stage(text: str) -> str | None:
    return _spellings_of("stages").get(_plain(text))


def find_grade(text: str, system: str = "63") -> str | None:
    """三年级, 3年级, 三, 初二, 八年级, 高一 … in the school system `63` or `54`."""
    return _grades(system).get(_plain(text))


def find_subject(text: str) -> str | None:
    return _spellings_of("subjects").get(_plain(text))


def find_edition(text: str) -> str | None:
    return _spellings_of("editions").get(_plain(text))


def find_volume(text: str) -> str | None:
    return _spellings_of("volumes").get(_plain(text))


def find_lesson_type(text: str) -> str | None:
    return _spellings_of("lesson_types").get(_plain(text))


def find_lesson_kind(text: str) -> str | None:
    return _spellings_of("lesson_kinds").get(_plain(text))


def find_resource_type(text: str) -> str | None:
    return _spellings_of("resource_types").get(_plain(text))


def find_title(text: str) -> str | None:
    """A professional title by its present or its old name."""
    return _spellings_of("titles").get(_plain(text))


def find_honour(text: str) -> str | None:
    return _spellings_of("honours").get(_plain(text))


def find_level(text: str) -> str | None:
    return _spellings_of("levels").get(_plain(text))


def spelling_index(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Every spelling of every entry, made plain. Raises if two entries claim the same one."""
    index: dict[str, str] = {}
    for entry in entries.values():
        for spelling in entry.spellings:
            if index.setdefault(_plain(spelling), entry.code) != entry.code:
                raise ValueError(f"{spelling} means both {index[_plain(spelling)]} and {entry.code}")
    return index


@cache
def _spellings_of(table: str) -> dict[str, str]:
    return spelling_index(getattr(tables, table)())


@cache
def _grades(system: str) -> dict[str, str]:
    return spelling_index(tables.grades(system))


def _plain(text: str) -> str:
    """Full-width and half-width, capitals and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
