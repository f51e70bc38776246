"""Preparations as things that a search finds: words, audience, and the links that results become."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.org.audience import EVERYBODY, led_by
from app.blueprints.org.models import OrgUnit, UnitKind
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State, Visibility
from app.core.db import db
from app.ports.search import SearchDocument
from app.reference import Entry

KIND = "preparation"


def uid_of(preparation_id: int) -> str:
    return f"{KIND}:{preparation_id}"


def described(ids: Collection[int]) -> Iterator[SearchDocument]:
    """Those of the preparations that can be found; cancelled ones cannot."""
    query = _loaded().where(JointPreparation.id.in_(ids), JointPreparation.state != State.CANCELLED)
    yield from map(_document, db.session.scalars(query.order_by(JointPreparation.id)))


def all_numbers() -> Sequence[int]:
    return db.session.scalars(select(JointPreparation.id)).all()


def visible_rows(actor: User, ids: Collection[int]) -> Mapping[int, JointPreparation]:
    """Those of the found ones that the person may see now."""
    query = policy.visible_to(actor).where(JointPreparation.id.in_(ids))
    query = query.options(
        joinedload(JointPreparation.lead_preparer),
        joinedload(JointPreparation.unit).joinedload(OrgUnit.school),
    )
    return {row.id: row for row in db.session.scalars(query)}


def names_of(preparation: JointPreparation) -> list[str]:
    """`数学 三年级 人教版 上册`: how people describe where a lesson belongs."""
    tables: tuple[tuple[Mapping[str, Entry], str | None], ...] = (
        (reference.subjects(), preparation.subject),
        (reference.grades(), preparation.grade),
        (reference.editions(), preparation.edition),
        (reference.volumes(), preparation.volume),
        (reference.lesson_types(), preparation.lesson_type),
    )
    return [table[code].name for table, code in tables if code and code in table]


def _loaded() -> Select[JointPreparation]:
    return select(JointPreparation).options(
        joinedload(JointPreparation.document),
        joinedload(JointPreparation.final_version),
        joinedload(JointPreparation.node),
        joinedload(JointPreparation.lead_preparer),
        joinedload(JointPreparation.unit).joinedload(OrgUnit.school),
        selectinload(JointPreparation.participants),
    )


def _document(preparation: JointPreparation) -> SearchDocument:
    text = preparation.final_version or preparation.document
    school = preparation.unit.school
    words = [*names_of(preparation), "教案 教学设计 集体备课", preparation.lead_preparer.name]
    if preparation.node:
        words.append(preparation.node.name)
    facets = {"subject": preparation.subject, "grade": preparation.grade, "state": preparation.state.value}
    return SearchDocument(
        uid=uid_of(preparation.id),
        kind=KIND,
        title=preparation.title,
        body=text.text if text else "",
        meta=" ".join([*words, school.name] if school else words),
        audience=_audience(preparation),
        facets=facets | ({"edition": preparation.edition} if preparation.edition else {}),
        at=preparation.finalized_at or preparation.created_at,
    )


def _audience(preparation: JointPreparation) -> frozenset[str]:
    """The keys of whom policy.visible_to() lets see it; results are judged by it once more."""
    unit, level = preparation.unit, preparation.visibility.rank
    keys = {f"user:{row.user_id}" for row in preparation.participants}
    if level >= Visibility.INVITED.rank:
        keys |= led_by(unit)
    if level >= Visibility.LESSON_GROUP.rank:
        keys.add(f"unit:{unit.id}")
    if level >= Visibility.SUBJECT_GROUP.rank:
        keys |= {f"unit:{number}" for number in _units_of_the_subject_group(unit)}
    if level >= Visibility.SCHOOL.rank and unit.school_id:
        keys.add(f"school:{unit.school_id}")
    if level >= Visibility.GROUP.rank and preparation.group_id:
        keys.add(f"group:{preparation.group_id}")
    if level >= Visibility.DISTRICT.rank:
        keys.add(EVERYBODY)
    return frozenset(keys)


def _units_of_the_subject_group(unit: OrgUnit) -> Collection[int]:
    above = [int(number) for number in unit.path.strip("/").split("/")]
    tops = select(OrgUnit.path).where(OrgUnit.id.in_(above), OrgUnit.kind == UnitKind.SUBJECT_GROUP)
    found: set[int] = set()
    for path in db.session.scalars(tops):
        found.update(db.session.scalars(select(OrgUnit.id).where(OrgUnit.path.startswith(path))))
    return found
