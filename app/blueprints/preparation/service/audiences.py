"""Who sees a preparation at each level of visibility, by the names of the groups and schools."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.org.models import Membership, OrgUnit, School, UnitKind
from app.blueprints.org.reach import active_membership
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import Visibility
from app.core.db import db

MOST_NAMED = 6


@dataclass(frozen=True)
class Audience:
    """One level that makes sense for a preparation, and who that is."""

    level: Visibility
    who: str


def audiences_of(preparation: JointPreparation) -> list[Audience]:
    """The levels to choose from, in rising order: without a school there is no 全校, and so on."""
    unit, school = preparation.unit, preparation.unit.school
    subject_group = _subject_group_of(unit)
    found = [
        Audience(Visibility.PRIVATE, _("参加这次备课的老师")),
        Audience(Visibility.INVITED, _("参加的老师，以及备课组、教研组和学校的负责人")),
        Audience(Visibility.LESSON_GROUP, unit.name),
    ]
    if subject_group is not None:
        found.append(Audience(Visibility.SUBJECT_GROUP, subject_group.name))
    if school is not None:
        found.append(Audience(Visibility.SCHOOL, school.name))
    if preparation.group is not None:
        found.append(Audience(Visibility.GROUP, f"{preparation.group.name}：{_schools_of(preparation)}"))
    found.append(Audience(Visibility.DISTRICT, _("这里所有学校的老师")))
    return found


def audience_now(preparation: JointPreparation) -> str:
    """Who that is at the present level, by name; empty if the level says nothing here."""
    return next((each.who for each in audiences_of(preparation) if each.level is preparation.visibility), "")


def present_level(preparation: JointPreparation) -> Visibility:
    """The present level, or the nearest narrower one that is offered: nothing widens by itself."""
    levels = (each.level for each in audiences_of(preparation))
    offered = [level for level in levels if level.rank <= preparation.visibility.rank]
    return offered[-1]


def _subject_group_of(unit: OrgUnit) -> OrgUnit | None:
    """The 教研组 a unit is part of; its own members need no second line."""
    above = [int(number) for number in unit.path.strip("/").split("/")[:-1]]
    query = select(OrgUnit).where(OrgUnit.id.in_(above), OrgUnit.kind == UnitKind.SUBJECT_GROUP)
    return db.session.scalars(query.order_by(OrgUnit.path.desc())).first()


def _schools_of(preparation: JointPreparation) -> str:
    query = select(School.short_name).join(Membership, Membership.school_id == School.id)
    query = query.where(Membership.group_id == preparation.group_id, active_membership())
    names: Sequence[str] = db.session.scalars(query.distinct().order_by(School.short_name)).all()
    named = "、".join(names[:MOST_NAMED])
    return (
        named
        if len(names) <= MOST_NAMED
        else _("%(names)s等 %(count)s 所学校", names=named, count=len(names))
    )
