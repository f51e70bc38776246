"""The folder of a whoosh index: one sub-folder for each time it was built, and the name of the one in use.

Derived and private: whoosh unpickles from it. What was built by other rules than today's is not used.
"""

import os
import secrets
import shutil
from pathlib import Path

from app.adapters import search_text

UNBUILT = "unbuilt"  # what is put before a first build is complete


class Generations:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "CURRENT"

    @property
    def is_built(self) -> bool:
        return self._named() != UNBUILT

    def current(self) -> Path:
        return self._folder / self._named()

    def new(self) -> Path:
        """An empty folder to build in; what killed builds left behind goes."""
        self._sweep({self._named(), UNBUILT})
        path = self._folder / f"built-{secrets.token_hex(6)}"
        path.mkdir(parents=True)
        return path

    def use(self, built: Path) -> None:
        """From now on everybody searches this one: the pointer changes in one step."""
        written = self._folder / f"CURRENT.{secrets.token_hex(4)}"
        written.write_text(f"{search_text.VERSION} {built.name}", encoding="ascii")
        os.replace(written, self._pointer)
        self._sweep({built.name})

    def give_up(self) -> None:
        """What is there is damaged: build it anew."""
        self._pointer.unlink(missing_ok=True)
        shutil.rmtree(self._folder / UNBUILT, ignore_errors=True)

    def _named(self) -> str:
        try:
            version, _blank, name = self._pointer.read_text(encoding="ascii").partition(" ")
        except (OSError, UnicodeDecodeError):
            return UNBUILT
        usable = version == str(search_text.VERSION) and name.isprintable() and "/" not in name
        return name if usable and any((self._folder / name).glob("*.toc")) else UNBUILT

    def _sweep(self, kept: set[str]) -> None:
        for path in self._folder.glob("*"):
            if path.is_dir() and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)
