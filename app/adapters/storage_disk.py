"""Files below one folder, named by content: ab/cd/abcd…"""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

LEVELS = 3  # ab/cd/, ab/, and the root: each may be new, and keeps the name of the next
_DIGEST = re.compile(r"[0-9a-f]{64}")


class DiskStorage:
    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write_durably(path, content)
            for folder in list(path.parents)[:LEVELS]:
                _sync(folder)
        return digest

    def open(self, digest: str) -> BinaryIO:
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise KeyError(digest) from None

    def size(self, digest: str) -> int:
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            raise KeyError(digest) from None

    def delete(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):  # it comes from addresses: never let it walk the tree
            raise KeyError(digest)
        return self._root / digest[:2] / digest[2:4] / digest

    def _write_durably(self, path: Path, content: bytes) -> None:
        """Rename a synced file into place, so that a crash leaves all of it or nothing."""
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).rename(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _sync(folder: Path) -> None:
    """A synced file whose name is lost with the power is lost too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
