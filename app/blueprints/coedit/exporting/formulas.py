"""All formulas of a text, turned into another notation at once."""

from collections.abc import Iterable, Mapping, Sequence

import structlog

from app.blueprints.coedit.exporting.brackets import with_whole_brackets
from app.blueprints.coedit.text.plain_text import latex_of, walk
from app.blueprints.coedit.text.schema import Node
from app.ports import converter
from app.ports.converter import ConversionFailed, Notation

log = structlog.get_logger(__name__)

LONGEST = 2000  # letters; longer is no formula, and stays as it was typed
AT_ONCE = 1000
MOST_RUNS = 16  # beyond the regular ones, to find the formula that the converter fails at

Formulas = Mapping[str, str]  # LaTeX as it stands in the text → XML; what cannot be read is not in it


def formulas_in(pm: Node, notation: Notation) -> Formulas:
    """Takes seconds when there are thousands."""
    found = (latex_of(node) for node in walk(pm) if node["type"] in {"inlineMath", "blockMath"})
    return convert(found, notation)


def convert(found: Iterable[str], notation: Notation) -> Formulas:
    readable = [latex for latex in dict.fromkeys(found) if latex.strip() and len(latex) <= LONGEST]
    waiting = [readable[start : start + AT_ONCE] for start in range(0, len(readable), AT_ONCE)]
    done: dict[str, str] = {}
    runs_left = len(waiting) + MOST_RUNS
    while waiting and runs_left:
        batch, runs_left = waiting.pop(), runs_left - 1
        written = _converted(batch, notation)
        if written is not None:
            done |= {latex: xml for latex, xml in zip(batch, written, strict=True) if xml}
        elif len(batch) > 1:
            waiting += [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
    return done


def _converted(batch: Sequence[str], notation: Notation) -> list[str | None] | None:
    try:
        return converter.current().formulas([with_whole_brackets(latex) for latex in batch], notation)
    except ConversionFailed as failure:
        log.warning("formulas not converted", count=len(batch), reason=str(failure)[:200])
        return None
