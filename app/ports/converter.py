"""Between notations of text and formulas, by a program that is kept away from everything else."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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


class Notation(enum.Enum):
    """How a formula is to be written."""

    WORD = "omml"
    WEB = "mathml"


class Converter(Protocol):
    def word_to_html(self, content: bytes) -> Converted:
        """A checked .docx as HTML, formulas as LaTeX. Takes seconds. Raises ConversionFailed."""
        ...

    def formulas(self, latex: Sequence[str], notation: Notation) -> list[str | None]:
        """Each formula as XML, None where the LaTeX cannot be read. Raises ConversionFailed."""
        ...

    def to_markdown(self, blocks: Sequence[Mapping[str, Any]]) -> str:
        """Blocks of pandoc's JSON as GitHub's Markdown, formulas as TeX. Raises ConversionFailed."""
        ...


class NullConverter:
    """Converts nothing: for installations without a converter."""

    def word_to_html(self, content: bytes) -> Converted:
        raise ConversionFailed("no converter is installed")

    def formulas(self, latex: Sequence[str], notation: Notation) -> list[str | None]:
        return [None] * len(latex)

    def to_markdown(self, blocks: Sequence[Mapping[str, Any]]) -> str:
        raise ConversionFailed("no converter is installed")


def use(app: Flask, adapter: Converter) -> None:
    app.extensions["converter"] = adapter


def current() -> Converter:
    adapter: Converter = current_app.extensions["converter"]
    return adapter
