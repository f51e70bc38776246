"""Choices that several forms offer."""

from collections.abc import Iterable
from enum import Enum

from flask_babel import lazy_gettext as _l

from app.blueprints.org import labels
from app.reference import Entry
from app.web.filters import label
from app.web.i18n import language

__all__ = ["labels"]  # imported to register how the enums read
NOTHING = ("", _l("（不填）"))


def enum_choices(members: Iterable[Enum]) -> list[tuple[str, str]]:
    return [(member.value, label(member)) for member in members]


def entry_choices(entries: Iterable[Entry]) -> list[tuple[str, object]]:
    return [NOTHING, *((entry.code, entry.name_in(language())) for entry in entries)]
