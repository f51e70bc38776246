"""Fail when the English catalogue lacks a sentence or has an unsafe one, or Chinese has ASCII punctuation.

Templates take a translation for markup: a straight quotation mark in it ends the attribute it stands in.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

CATALOGUE = Path("app/translations/en/LC_MESSAGES/messages.po")
ASCII_PUNCTUATION = re.compile("[\u4e00-\u9fff」”）][,;:?!(](?!\\w*:)|[,;)][\u4e00-\u9fff「“（]")


ENDS_AN_ATTRIBUTE = '"'


def extracted() -> Catalog:
    with TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        pybabel = Path(sys.executable).parent / "pybabel"
        subprocess.run(
            [
                pybabel,
                "-q",
                "extract",
                "-F",
                "babel.cfg",
                "-k",
                "_l",
                "-k",
                "lazy_gettext",
                "-k",
                "said",
                "-o",
                template,
                "app",
            ],
            check=True,
        )
        with template.open("rb") as file:
            return read_po(file)


def _forms(words: str | Sequence[str]) -> Sequence[str]:
    return (words,) if isinstance(words, str) else words


def main() -> int:
    with CATALOGUE.open("rb") as file:
        english = read_po(file, locale="en")
    problems = []
    for message in extracted():
        if not message.id:
            continue
        if isinstance(message.id, str) and ASCII_PUNCTUATION.search(message.id):
            problems.append(f"ASCII punctuation in Chinese: {message.id}")
        known = english.get(message.id, message.context)
        if known is None or not known.string or known.fuzzy:
            problems.append(f"no English for: {message.id}")
        elif any(ENDS_AN_ATTRIBUTE in words for words in (*_forms(message.id), *_forms(known.string))):
            problems.append(f"straight quotation marks, write “ and ”: {message.id}")
        elif isinstance(message.id, str) and isinstance(known.string, str):
            problems += [f"{error}: {message.id}" for error in known.check(english)]
    print(*problems[:200], sep="\n")
    print(f"{len(problems)} problems; `make i18n` updates the catalogue") if problems else None
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
