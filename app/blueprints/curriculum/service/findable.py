"""Topics as things that a search finds."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.org.audience import EVERYBODY, led_by
from app.blueprints.org.models import OrgUnit, UnitKind
from app.blueprints.search.indexing import note_changes
from app.core.db import db
from app.ports.search import SearchDocument

KIND = "topic"


def note_topics_of(volume_id: int) -> None:
    """All of the volume: a change may concern a unit's name or a whole branch."""
    topics = select(CurriculumNode.id).where(
        CurriculumNode.path.startswith(f"/{volume_id}/"), CurriculumNode.kind == NodeKind.TOPIC
    )
    note_changes(KIND, db.session.scalars(topics).all())


def all_numbers() -> Sequence[int]:
    return db.session.scalars(_living().with_only_columns(CurriculumNode.id)).all()


def described(ids: Collection[int]) -> Iterator[SearchDocument]:
    query = _living().where(CurriculumNode.id.in_(ids)).options(*_surroundings())
    yield from map(_document, db.session.scalars(query.order_by(CurriculumNode.id)))


def visible_rows(actor: User, ids: Collection[int]) -> Mapping[int, CurriculumNode]:
    """Those of the found ones that the person may see now."""
    query = policy.visible_to(actor).where(CurriculumNode.id.in_(ids), CurriculumNode.archived_at.is_(None))
    return {row.id: row for row in db.session.scalars(query.options(*_surroundings()))}


def volume_words(node: CurriculumNode) -> list[str]:
    """`数学 三年级 上册 人教版`: which book the node is in."""
    return [
        reference.subjects()[node.subject].name,
        reference.grades()[node.grade].name,
        reference.volumes()[node.volume].name,
        reference.editions()[node.edition].name,
    ]


def _living() -> Select[CurriculumNode]:
    return select(CurriculumNode).where(
        CurriculumNode.kind == NodeKind.TOPIC, CurriculumNode.archived_at.is_(None)
    )


def _surroundings() -> tuple[ExecutableOption, ...]:
    return joinedload(CurriculumNode.parent), joinedload(CurriculumNode.owner_unit)


def _document(node: CurriculumNode) -> SearchDocument:
    words = [*volume_words(node), "课题"]
    if node.parent:
        words.append(node.parent.name)
    return SearchDocument(
        uid=f"{KIND}:{node.id}",
        kind=KIND,
        title=node.name,
        meta=" ".join(words),
        audience=_audience(node.owner_unit),
        facets={"subject": node.subject, "grade": node.grade, "edition": node.edition},
        at=node.created_at,
    )


def _audience(owner: OrgUnit | None) -> frozenset[str]:
    """The keys of whom policy.visible_to() lets see it; results are judged by it once more."""
    if owner is None:
        return frozenset({EVERYBODY})
    own = f"group:{owner.group_id}" if owner.kind is UnitKind.GROUP else f"school:{owner.school_id}"
    return frozenset({own}) | led_by(owner)
