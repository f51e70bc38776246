"""Making a PDF: by a program the operator may have installed, or not."""

import enum
from collections.abc import Mapping
from typing import Protocol

from flask import Flask, current_app

from app.ports.converter import ConversionFailed


class Source(enum.Enum):
    """What a printer prints."""

    PAGE = "html"
    WORD = "docx"


class Printer(Protocol):
    reads: Source | None  # None: there is no printer; pages offer the browser's own instead

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        """`files`: the pictures that a page names. Takes seconds. Raises ConversionFailed."""
        ...


class NullPrinter:
    reads: Source | None = None

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        raise ConversionFailed("no printer is installed")


def use(app: Flask, adapter: Printer, of_words: Printer | None = None) -> None:
    """`of_words`: one that reads Word files, if there is one beside."""
    app.extensions["printer"] = adapter
    app.extensions["printer_of_words"] = of_words or (adapter if adapter.reads is Source.WORD else None)


def current() -> Printer:
    adapter: Printer = current_app.extensions["printer"]
    return adapter


def of_words() -> Printer | None:
    """The one that prints a school's own form, which is a Word file."""
    adapter: Printer | None = current_app.extensions["printer_of_words"]
    return adapter
