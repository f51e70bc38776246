"""Where bytes are kept, addressed by their SHA-256, so that each content is stored once."""

from typing import BinaryIO, Protocol

from flask import Flask, current_app


class Storage(Protocol):
    def put(self, content: bytes) -> str:
        """Keep `content` durably before returning; returns its SHA-256 as 64 hex digits."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """The stored bytes. Raises KeyError if there are none by this digest."""
        ...

    def size(self, digest: str) -> int:
        """In bytes. Raises KeyError if there is nothing by this digest."""
        ...

    def delete(self, digest: str) -> None:
        """Forget the bytes; deleting what is not there is no error."""
        ...


class NullStorage:
    """Keeps nothing: for commands that must not write files."""

    def put(self, content: bytes) -> str:
        raise RuntimeError("no storage configured")

    def open(self, digest: str) -> BinaryIO:
        raise KeyError(digest)

    def size(self, digest: str) -> int:
        raise KeyError(digest)

    def delete(self, digest: str) -> None:
        pass


def use(app: Flask, adapter: Storage) -> None:
    app.extensions["storage"] = adapter


def current() -> Storage:
    adapter: Storage = current_app.extensions["storage"]
    return adapter
