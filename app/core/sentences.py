"""Sentences that are kept with a row: the words of the source and what is filled in, apart.

Whoever reads the row reads them in their own language (web.i18n.translated). A sentence that was filled in
when it was kept could no longer be found in a catalogue.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

BEGIN = '["'  # no sentence of a language begins like this


class Said(str):
    """A kept sentence: JSON of its source and its values, of which one may be a sentence again."""

    __slots__ = ()


def said(source: str, **values: str | int) -> Said:
    """Keep it for later. Babel extracts `source` from here, as it does from `gettext`."""
    kept = {name: json.loads(value) if isinstance(value, Said) else value for name, value in values.items()}
    return Said(json.dumps([source, kept], ensure_ascii=False))


def taken_apart(kept: str) -> tuple[str, Mapping[str, Any]]:
    """The source and the values of what was `said`; of plain words, themselves."""
    if not kept.startswith(BEGIN):
        return kept, {}
    source, values = json.loads(kept)
    return source, values


def in_words(kept: str) -> str:
    """In the language that is spoken now."""
    return _in_words(*taken_apart(kept))


def _in_words(source: str, values: Mapping[str, Any]) -> str:
    told = {name: _in_words(*value) if isinstance(value, list) else value for name, value in values.items()}
    return str(gettext(source, **told))
