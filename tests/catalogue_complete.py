"""Fail when the English catalogue lacks a sentence of the sources, or has a fuzzy or stale one."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

CATALOGUE = Path("app/translations/en/LC_MESSAGES/messages.po")


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
