"""One-time messages at the top of the next page."""

from typing import Literal

from flask import flash

Tone = Literal["done", "note", "problem"]


def tell(sentence: str, tone: Tone = "done") -> None:
    """Show `sentence` once: as done (default), a note, or a problem."""
    flash(sentence, tone)
