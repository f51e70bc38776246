"""Whose suggestions a text has taken in, and what each of them said: for ever, whoever writes in it later."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.core.db import db

LONGEST = 40


@dataclass(frozen=True)
class Adopted:
    """One adopted suggestion."""

    key: str
    inserted: str
    deleted: str

    @property
    def sentence(self) -> str:
        old, new = _excerpt(self.deleted), _excerpt(self.inserted)
        if old and old == new:
            return str(_("“%(words)s”的格式", words=new))
        if old and new:
            return str(_("“%(old)s”改成“%(new)s”", old=old, new=new))
        if new:
            return str(_("加上“%(words)s”", words=new))
        return str(_("删去“%(words)s”", words=old)) if old else str(_("分段"))


@dataclass
class Thanks:
    """To one person, as `柳溪小学 苏屿`."""

    who: str
    adopted: list[Adopted] = field(default_factory=list)


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
        thanks = found.setdefault(row.credit, Thanks(row.credit))
        thanks.adopted.append(Adopted(row.key, row.inserted, row.deleted))
    return list(found.values())


def lines_of(thanks: Iterable[Thanks]) -> list[str]:
    """A line for each person: what of theirs was adopted."""
    return [
        str(_("采纳自 %(who)s", who=each.who))
        + str(_("："))
        + str(_("；")).join(one.sentence for one in each.adopted)
        for each in thanks
    ]


def _excerpt(words: str) -> str:
    line = " ".join(words.replace("¶", " ").split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
