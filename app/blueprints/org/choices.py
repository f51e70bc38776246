"""What a person may choose from in the forms of the organisation."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit, Role, School, SchoolGroup, UnitKind
from app.blueprints.org.policy.authority import GRANTS, manages, may_grant
from app.blueprints.org.policy.visibility import schools_visible_to, units_visible_to
from app.blueprints.org.reach import Reach, reach_of
from app.blueprints.org.reading_order import in_reading_order
from app.blueprints.org.service.memberships import belongings
from app.core.db import db

UnitTest = Callable[[Reach, OrgUnit], bool]


def units_to_appoint_in(actor: User) -> Sequence[OrgUnit]:
    """Units in which they may appoint at least a teacher or the head."""
    return _units(actor, lambda reach, unit: any(may_grant(reach, role, unit) for role in Role))


def units_to_enrol_in(actor: User) -> Sequence[OrgUnit]:
    """Units in which they may make new accounts."""
    return _units(actor, manages)


def units_to_import_for(actor: User) -> Sequence[OrgUnit]:
    """Groups and schools whose teachers they may import."""
    wholes = {UnitKind.GROUP, UnitKind.SCHOOL}
    return _units(actor, lambda reach, unit: unit.kind in wholes and manages(reach, unit))


def roles_to_give(actor: User) -> Sequence[Role]:
    """Roles they may give somewhere, teachers first."""
    reach = reach_of(actor)
    held = {Role.ADMIN} if reach.is_installation_admin else {role for role, _path in reach.led_paths}
    given = set().union(*(GRANTS.get(role, frozenset()) for role in held))
    return sorted(given, key=lambda role: (role is not Role.TEACHER, list(Role).index(role)))


def schools_in_sight(actor: User) -> Sequence[School]:
    living = schools_visible_to(actor).where(School.archived_at.is_(None))
    return db.session.scalars(living.order_by(School.id)).all()


def schools_to_admit(group: SchoolGroup) -> Sequence[tuple[str, str]]:
    """Living schools that are not in the group; those of another one say so."""
    groups: dict[int, list[SchoolGroup]] = {}
    for row in belongings():
        groups.setdefault(row.school_id, []).append(row.group)
    living = select(School).where(School.archived_at.is_(None)).order_by(School.name)
    schools = [school for school in db.session.scalars(living) if group not in groups.get(school.id, [])]
    return [(str(school.id), _with_groups(school, groups.get(school.id, []))) for school in schools]


def _with_groups(school: School, groups: Sequence[SchoolGroup]) -> str:
    if not groups:
        return school.name
    names = "、".join(group.name for group in groups)
    return str(_("%(school)s（现属%(groups)s）", school=school.name, groups=names))


def by_owner(units: Sequence[OrgUnit]) -> Mapping[str, list[tuple[str, str]]]:
    """Choices of a select, by the group or school the units are part of, which each names: once chosen,
    `语文教研组` alone could be anybody's. Nothing is chosen beforehand."""
    grouped: dict[str, list[tuple[str, str]]] = {str(_("部门")): [("", _("请选择"))]}
    for unit in units:
        owner = unit.school or unit.group
        name = (
            f"{indented(unit)} · {owner.short_name}" if owner and not unit.stands_for_a_whole else unit.name
        )
        grouped.setdefault(owner.name if owner else unit.name, []).append((str(unit.id), name))
    return grouped


def units_beside(unit: OrgUnit, actor: User) -> Sequence[OrgUnit]:
    """Where it could hang: the living units of the same group or school, outside its own subtree."""
    same = (OrgUnit.group_id.is_not_distinct_from(unit.group_id)) & (
        OrgUnit.school_id.is_not_distinct_from(unit.school_id)
    )
    living = units_visible_to(actor).where(same, OrgUnit.archived_at.is_(None))
    rows = db.session.scalars(living).all()
    reach = reach_of(actor)
    return in_reading_order(row for row in rows if not unit.is_above(row) and manages(reach, row))


def _units(actor: User, fitting: UnitTest) -> Sequence[OrgUnit]:
    living = units_visible_to(actor).where(OrgUnit.archived_at.is_(None))
    if reach_of(actor).is_installation_admin:
        living = select(OrgUnit).where(OrgUnit.archived_at.is_(None))
    loaded = living.options(joinedload(OrgUnit.school), joinedload(OrgUnit.group))
    rows = db.session.scalars(loaded.order_by(OrgUnit.path)).all()
    reach = reach_of(actor)
    return in_reading_order(unit for unit in rows if fitting(reach, unit))


def indented(unit: OrgUnit) -> str:
    return "　" * max(0, unit.path.count("/") - 3) + unit.name
