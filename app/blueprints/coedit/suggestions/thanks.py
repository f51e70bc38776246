"""Whose suggestions a text has taken in, and what each of them said: for ever, whoever writes in it later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.core.db import db


@dataclass
class Thanks:
    """To one person, as `柳溪小学 苏屿`."""

    who: str
    adopted: list[Suggestion] = field(default_factory=list)


def thanks_in(document_id: int) -> list[Thanks]:
    """In the order in which the first of each person was adopted."""
    found: dict[str, Thanks] = {}
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.document_id == document_id, Suggestion.state == SuggestionState.ADOPTED)
        .options(joinedload(Suggestion.author))
        .order_by(Suggestion.decided_at, Suggestion.id)
    )
    for row in rows:
        found.setdefault(row.credit, Thanks(row.credit)).adopted.append(row)
    return list(found.values())


def unanswered_in(document_id: int) -> Sequence[Suggestion]:
    """Those nobody decided about; in a text that is closed nobody will."""
    rows = select(Suggestion).where(
        Suggestion.document_id == document_id, Suggestion.state == SuggestionState.OPEN
    )
    return db.session.scalars(rows.options(joinedload(Suggestion.author)).order_by(Suggestion.id)).all()


def lines_of(thanks: Iterable[Thanks]) -> list[str]:
    """A line for each person: what of theirs was adopted."""
    return [
        str(_("采纳自 %(who)s", who=each.who))
        + str(_("："))
        + str(_("；")).join(one.sentence for one in each.adopted)
        for each in thanks
    ]
