"""The guard over those who may only suggest: tries each update of theirs on a copy of the text first."""

from collections.abc import Callable
from typing import Any

from pycrdt import Doc

from app.blueprints.coedit.room.refusals import Reason, Refused
from app.blueprints.coedit.text.content import pm_of
from app.blueprints.coedit.text.judging import Line, lines_without


def make_sure_it_only_suggests(state: bytes, update: bytes, mine: Callable[[str], bool]) -> None:
    """Raises Refused. `mine` says whether a key of a suggestion belongs to whoever sent `update`."""
    copy: Doc[Any] = Doc()
    copy.apply_update(state)
    before = lines_without(pm_of(copy), mine)
    if _after(copy, update, mine) != before:
        raise Refused(Reason.SUGGEST_ONLY)


def _after(copy: "Doc[Any]", update: bytes, mine: Callable[[str], bool]) -> list[Line]:
    try:
        copy.apply_update(update)
        return lines_without(pm_of(copy), mine)
    except (ValueError, TypeError, RuntimeError) as error:
        raise Refused(Reason.INVALID) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of pyo3; the copy is thrown away
            raise Refused(Reason.INVALID) from error
        raise
