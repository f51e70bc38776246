"""Turning Word files into HTML, by a program that is kept away from everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from flask import Flask, current_app


class ConversionFailed(Exception):
    """The converter could not read the file: it is damaged, or no converter is installed."""


class ConversionTooHeavy(ConversionFailed):
    """The converter reached its limit of time, memory or output and was ended."""


@dataclass(frozen=True)
class Converted:
    """HTML, and the pictures it names: `<img src="media/image1.png">` -> bytes, not yet trusted."""

    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Converter(Protocol):
    def word_to_html(self, content: bytes) -> Converted:
        """A checked .docx as HTML, formulas as LaTeX. Takes seconds. Raises ConversionFailed."""
        ...


class NullConverter:
    """Converts nothing: for installations without a converter."""

    def word_to_html(self, content: bytes) -> Converted:
        raise ConversionFailed("no converter is installed")


def use(app: Flask, adapter: Converter) -> None:
    app.extensions["converter"] = adapter


def current() -> Converter:
    adapter: Converter = current_app.extensions["converter"]
    return adapter
