"""Everybody reads the shared trees; a school's or group's own ones are kept by those who run its teaching."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumImport, CurriculumNode
from app.blueprints.org.models import OrgUnit, Role, UnitKind
from app.blueprints.org.reach import Reach, reach_of
from app.core.db import db
from app.core.policy import allow

OFFICES = frozenset({Role.ADMIN, Role.GROUP_OFFICE, Role.ACADEMIC_DIRECTOR})


@dataclass(frozen=True)
class Keeping:
    """A group or school keeping its own tree of a subject: what "create" is asked about."""

    owner: OrgUnit
    subject: str


def visible_to(actor: User) -> Select[CurriculumNode]:
    """Nodes the actor may know of, archived ones included. Every read starts from this query."""
    reach = reach_of(actor)
    if reach.is_installation_admin:
        return select(CurriculumNode)
    owners = select(OrgUnit.id).where(_belongs_to(reach))
    shared = CurriculumNode.owner_unit_id.is_(None)
    return select(CurriculumNode).where(or_(shared, CurriculumNode.owner_unit_id.in_(owners)))


def imports_visible_to(actor: User) -> Select[CurriculumImport]:
    """A person's own imports."""
    return select(CurriculumImport).where(CurriculumImport.actor_id == actor.id)


def owners_visible_to(actor: User) -> Select[OrgUnit]:
    """The groups and schools a person reaches: whose trees they may see."""
    reach = reach_of(actor)
    kinds = OrgUnit.kind.in_((UnitKind.GROUP, UnitKind.SCHOOL))
    query = select(OrgUnit).where(kinds, OrgUnit.archived_at.is_(None)).order_by(OrgUnit.id)
    return query if reach.is_installation_admin else query.where(_belongs_to(reach))


def owners_open_to(actor: User, subject: str | None = None) -> list[OrgUnit]:
    """The groups and schools whose trees of `subject` (of any subject at all) the actor keeps."""
    reach = reach_of(actor)
    held = _held_units(reach)
    if not held and not reach.is_installation_admin:
        return []
    return [
        unit for unit in db.session.scalars(owners_visible_to(actor)) if _keeps(reach, held, unit, subject)
    ]


@allow(Keeping, "create")
def runs_the_teaching(actor: User, keeping: Keeping) -> bool:
    reach = reach_of(actor)
    return _keeps(reach, _held_units(reach), keeping.owner, keeping.subject)


@allow(CurriculumNode, "edit")
def keeps_this_tree(actor: User, node: CurriculumNode) -> bool:
    return node.owner_unit is not None and runs_the_teaching(actor, Keeping(node.owner_unit, node.subject))


@allow(CurriculumNode, "copy")
def keeps_trees_of_the_subject(actor: User, node: CurriculumNode) -> bool:
    return bool(owners_open_to(actor, node.subject))


@allow(OrgUnit, "import_curriculum")
def keeps_some_tree_there(actor: User, unit: OrgUnit) -> bool:
    reach = reach_of(actor)
    return _keeps(reach, _held_units(reach), unit, None)


@allow(CurriculumImport, "confirm", "undo")
def uploaded_it_and_still_may(actor: User, batch: CurriculumImport) -> bool:
    subjects = {row["subject"] for row in batch.rows if row["subject"]}
    if batch.actor_id != actor.id:
        return False
    reach = reach_of(actor)
    held = _held_units(reach)
    return all(_keeps(reach, held, batch.owner_unit, subject) for subject in subjects)


def _belongs_to(reach: Reach) -> ColumnElement[bool]:
    return or_(
        and_(OrgUnit.kind == UnitKind.GROUP, OrgUnit.group_id.in_(reach.group_ids)),
        and_(
            OrgUnit.kind == UnitKind.SCHOOL,
            OrgUnit.school_id.in_(reach.school_ids | reach.led_group_school_ids),
        ),
    )


def _held_units(reach: Reach) -> list[tuple[Role, OrgUnit]]:
    """The offices and subject groups in which the actor has a say over trees."""
    relevant = [(role, unit) for role, unit in reach.roles if role in OFFICES | {Role.SUBJECT_LEADER}]
    if not relevant:
        return []
    rows = db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_({unit for _role, unit in relevant})))
    units = {unit.id: unit for unit in rows}
    return [(role, units[unit]) for role, unit in relevant]


def _keeps(reach: Reach, held: list[tuple[Role, OrgUnit]], owner: OrgUnit, subject: str | None) -> bool:
    """Offices keep every subject; a subject leader the subject of the leader's unit."""
    if reach.leads(owner, *OFFICES):
        return True
    here = [(role, unit) for role, unit in held if _is_part_of(unit, owner)]
    return any(
        role in OFFICES - {Role.ADMIN}
        or (role is Role.SUBJECT_LEADER and unit.subject is not None and subject in {None, unit.subject})
        for role, unit in here
    )


def _is_part_of(unit: OrgUnit, owner: OrgUnit) -> bool:
    if owner.kind is UnitKind.SCHOOL:
        return unit.school_id is not None and unit.school_id == owner.school_id
    return unit.school_id is None and unit.group_id is not None and unit.group_id == owner.group_id
