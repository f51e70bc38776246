"""Schools: founding, describing, their campuses and the periods of their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from app.blueprints.org import reach
from app.blueprints.org.events import PlaceChanged
from app.blueprints.org.models import (
    Campus,
    GradeSystem,
    Membership,
    MembershipRole,
    OrgUnit,
    School,
    SchoolGroup,
    SchoolPeriod,
    UnitKind,
)
from app.blueprints.org.service import memberships
from app.blueprints.org.service.founding import root_unit
from app.blueprints.org.service.units import hang, put_away, take_out
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize

MOST_PERIODS = 12


@dataclass(frozen=True, kw_only=True)
class SchoolSheet:
    name: str
    short_name: str
    grade_system: GradeSystem = GradeSystem.SIX_THREE
    stages: str = "primary"


@dataclass(frozen=True, kw_only=True)
class CampusSheet:
    name: str
    address: str = ""
    is_teaching_site: bool = False


def create_school(
    sheet: SchoolSheet, group: SchoolGroup | None, role: MembershipRole, *, actor: object
) -> School:
    """A school with its unit in the tree; in a group from today, if one is given."""
    root = root_unit()
    authorize(actor, "create_school", _unit(OrgUnit.group_id == group.id, UnitKind.GROUP) if group else root)
    _refuse_same_name(sheet.name)
    school = School(**_fields(sheet))
    db.session.add(school)
    hang(OrgUnit(kind=UnitKind.SCHOOL, name=school.name, school=school), root)
    if group:
        memberships.take_in(group, school, role, from_date=clock.today(), actor=actor)
    audit.record("org.school_created", actor=actor, target=school)
    return school


def edit_school(school: School, sheet: SchoolSheet, *, actor: object) -> None:
    authorize(actor, "edit", school)
    _refuse_same_name(sheet.name, but=school)
    for name, value in _fields(sheet).items():
        setattr(school, name, value)
    unit = unit_of(school)
    unit.name = school.name
    emit(PlaceChanged(unit_id=unit.id))
    audit.record("org.school_edited", actor=actor, target=school)


def archive_school(school: School, *, actor: object) -> None:
    """Closed or merged: it leaves its groups, its people lose what they had through it."""
    authorize(actor, "archive", school)
    if school.archived_at:
        raise Conflict(_("这所学校已经归档。"))
    for membership in db.session.scalars(select(Membership).where(Membership.school_id == school.id)).all():
        memberships.close(membership, _("学校归档"), actor=actor)
    school.archived_at = clock.now()
    put_away(unit_of(school))
    reach.forget()
    audit.record("org.school_archived", actor=actor, target=school)


def restore_school(school: School, *, actor: object) -> None:
    authorize(actor, "archive", school)
    if school.archived_at is None:
        raise Conflict(_("这所学校没有归档。"))
    school.archived_at = None
    take_out(unit_of(school))
    audit.record("org.school_restored", actor=actor, target=school)


def add_campus(school: School, sheet: CampusSheet, *, actor: object) -> Campus:
    authorize(actor, "edit", school)
    _refuse_same_campus(school, sheet.name)
    campus = Campus(school=school)
    _describe(campus, sheet)
    db.session.add(campus)
    audit.record("org.campus_created", actor=actor, target=school, note=campus.name)
    return campus


def edit_campus(campus: Campus, sheet: CampusSheet, *, actor: object) -> None:
    authorize(actor, "edit", campus.school)
    _refuse_same_campus(campus.school, sheet.name, but=campus)
    _describe(campus, sheet)
    audit.record("org.campus_edited", actor=actor, target=campus.school, note=campus.name)


def archive_campus(campus: Campus, *, actor: object) -> None:
    authorize(actor, "edit", campus.school)
    if campus.archived_at:
        raise Conflict(_("这个校区已经归档。"))
    campus.archived_at = clock.now()
    audit.record("org.campus_archived", actor=actor, target=campus.school, note=campus.name)


def restore_campus(campus: Campus, *, actor: object) -> None:
    authorize(actor, "edit", campus.school)
    if campus.archived_at is None:
        raise Conflict(_("这个校区没有归档。"))
    campus.archived_at = None
    audit.record("org.campus_restored", actor=actor, target=campus.school, note=campus.name)


def set_periods(school: School, hours: Sequence[tuple[time, time]], *, actor: object) -> None:
    """The periods of a day, in order, numbered from 1."""
    authorize(actor, "edit", school)
    if len(hours) > MOST_PERIODS:
        raise Invalid(_("一天最多 %(count)s 节。", count=MOST_PERIODS))
    for no, (starts_at, ends_at) in enumerate(hours, start=1):
        if ends_at <= starts_at or (no > 1 and starts_at < hours[no - 2][1]):
            raise Invalid(_("第 %(no)s 节的时间不对：要晚于上一节，结束晚于开始。", no=no))
    db.session.execute(delete(SchoolPeriod).where(SchoolPeriod.school_id == school.id))
    db.session.add_all(
        SchoolPeriod(school_id=school.id, no=no, starts_at=starts_at, ends_at=ends_at)
        for no, (starts_at, ends_at) in enumerate(hours, start=1)
    )
    audit.record("org.periods_set", actor=actor, target=school, note=str(len(hours)))


def copy_periods(school: School, source: School, *, actor: object) -> None:
    """The same hours as another school of the group."""
    hours = [(period.starts_at, period.ends_at) for period in periods_of(source)]
    if not hours:
        raise Invalid(_("“%(school)s”还没有设置节次。", school=source.name))
    set_periods(school, hours, actor=actor)


def periods_of(school: School) -> Sequence[SchoolPeriod]:
    wanted = select(SchoolPeriod).where(SchoolPeriod.school_id == school.id)
    return db.session.scalars(wanted.order_by(SchoolPeriod.no)).all()


def unit_of(school: School) -> OrgUnit:
    return _unit(OrgUnit.school_id == school.id, UnitKind.SCHOOL)


def _unit(owner: object, kind: UnitKind) -> OrgUnit:
    return db.session.scalars(select(OrgUnit).where(owner, OrgUnit.kind == kind)).one()  # type: ignore[arg-type]  # a condition


def _describe(campus: Campus, sheet: CampusSheet) -> None:
    campus.name, campus.address = sheet.name.strip(), sheet.address.strip()
    campus.is_teaching_site = sheet.is_teaching_site


def _fields(sheet: SchoolSheet) -> dict[str, object]:
    written = {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}
    return written | {"name": sheet.name.strip(), "short_name": sheet.short_name.strip()}


def _refuse_same_name(name: str, *, but: School | None = None) -> None:
    same = select(func.count()).where(School.name == name.strip(), School.id != (but.id if but else 0))
    if db.session.scalar(same):
        sentence = _("已经有同名的学校。")
        raise Invalid(sentence, {"name": sentence})


def _refuse_same_campus(school: School, name: str, *, but: Campus | None = None) -> None:
    same = select(Campus.id).where(
        Campus.school_id == school.id, Campus.name == name.strip(), Campus.id != (but.id if but else 0)
    )
    if db.session.scalar(same):
        sentence = _("已经有同名的校区。")
        raise Invalid(sentence, {"name": sentence})
