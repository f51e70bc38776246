"""What each person contributed, in things that count: never in characters, which invite padding.

Other parts of the product register what they know: adopted suggestions, sections, comments.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentVersion, VersionKind
from app.core.db import db

Count = Callable[[Document], Mapping[int, int]]  # user id → how many


@dataclass(frozen=True)
class Kind:
    """One column of the summary; `label` is a lazy string, `rank` its place from the left."""

    label: object
    count: Count
    rank: int


@dataclass(frozen=True)
class Summary:
    labels: Sequence[object]
    rows: Sequence[tuple[User, Sequence[int]]]


_kinds: dict[str, Kind] = {}


def register_contribution(name: str, label: object, count: Count, *, rank: int = 50) -> None:
    """Count something for the summary. One query for the whole document, please."""
    _kinds[name] = Kind(label, count, rank)


def summary_of(document: Document) -> Summary:
    """A row for everybody who contributed anything, in the order of their names."""
    kinds = sorted(_kinds.values(), key=lambda kind: kind.rank)
    counts = [kind.count(document) for kind in kinds]
    wanted = {user_id for each in counts for user_id in each}
    people = db.session.scalars(
        select(User).where(User.id.in_(wanted)).order_by(User.name_pinyin, User.id)
    ).all()
    rows = [(person, [each.get(person.id, 0) for each in counts]) for person in people]
    return Summary([kind.label for kind in kinds], rows)


def _versions_named(document: Document) -> Mapping[int, int]:
    named = select(DocumentVersion.author_id, func.count()).where(
        DocumentVersion.document_id == document.id, DocumentVersion.kind == VersionKind.NAMED
    )
    return dict(list(db.session.execute(named.group_by(DocumentVersion.author_id))))


register_contribution("versions", _l("存下的版本"), _versions_named, rank=90)
