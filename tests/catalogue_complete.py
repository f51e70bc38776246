"""Fail when the English catalogue lacks a sentence, has a fuzzy one, or Chinese is punctuated in ASCII."""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

CATALOGUE = Path("app/translations/en/LC_MESSAGES/messages.po")
ASCII_PUNCTUATION = re.compile("[\u4e00-\u9fff」”）][,;:?!(](?!\\w*:)|[,;)][\u4e00-\u9fff「“（]")


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
        elif isinstance(message.id, str) and isinstance(known.string, str):
            problems += [f"{error}: {message.id}" for error in known.check(english)]
    print(*problems[:200], sep="\n")
    print(f"{len(problems)} problems; `make i18n` updates the catalogue") if problems else None
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
