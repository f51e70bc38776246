"""Who works where: the members of a unit, the schools of a group, the colleagues one may invite."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.models import Affiliation, Membership, OrgUnit, School, Term, Week
from app.blueprints.org.reach import active_affiliation, active_membership
from app.core.db import db

MOST_CANDIDATES = 400


def group_of(unit: OrgUnit) -> int | None:
    """The group a unit works in: its own, or the one its school is a member of today."""
    if unit.group_id or not unit.school_id:
        return unit.group_id
    of_school = select(Membership.group_id).where(Membership.school_id == unit.school_id, active_membership())
    return db.session.scalars(of_school.order_by(Membership.id)).first()


def week_on(group_id: int | None, day: date) -> Week | None:
    """The week of the group's calendar that contains `day`, or is the next one to begin."""
    query = select(Week).join(Term).where(Term.group_id == group_id, Term.start_date <= day)
    query = query.where(Term.end_date >= day, Week.starts_on <= day)
    return db.session.scalars(query.order_by(Week.starts_on.desc())).first()


def members_of(unit: OrgUnit) -> Sequence[int]:
    """The people who belong to this very unit today."""
    query = select(Affiliation.user_id).join(User, Affiliation.user_id == User.id)
    query = query.where(Affiliation.unit_id == unit.id, active_affiliation(), _is_active())
    return db.session.scalars(query.distinct()).all()


def lead_candidates(units: Sequence[OrgUnit]) -> Sequence[tuple[User, OrgUnit]]:
    """Who belongs to one of the units today, each once: unit by unit, by the sound of the name."""
    query = select(User, Affiliation.unit_id).join(Affiliation, Affiliation.user_id == User.id)
    query = query.where(Affiliation.unit_id.in_([unit.id for unit in units]), active_affiliation())
    rows = db.session.execute(query.where(_is_active()).order_by(User.name_pinyin, User.id)).all()
    by_unit: dict[int, list[User]] = {}
    for user, unit_id in rows:
        by_unit.setdefault(unit_id, []).append(user)
    found: dict[int, tuple[User, OrgUnit]] = {}
    for unit in units:
        for user in by_unit.get(unit.id, ()):
            found.setdefault(user.id, (user, unit))
    return list(found.values())[:MOST_CANDIDATES]


def near(unit: OrgUnit, group_id: int | None) -> ColumnElement[bool]:
    """The SQL condition for the units of the group (without one: of the school) that a unit works in."""
    around = [OrgUnit.id == unit.id]
    if group_id:
        schools = select(Membership.school_id).where(Membership.group_id == group_id, active_membership())
        around += [OrgUnit.group_id == group_id, OrgUnit.school_id.in_(schools)]
    elif unit.school_id:
        around.append(OrgUnit.school_id == unit.school_id)
    return or_(*around)


def colleagues(unit: OrgUnit, group_id: int | None) -> Select[User]:
    """Everybody who works in the group (without one: in the school) of a unit, by the sound of the name."""
    working = (
        select(Affiliation.user_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(active_affiliation(), OrgUnit.archived_at.is_(None), near(unit, group_id))
    )
    return select(User).where(User.id.in_(working), _is_active()).order_by(User.name_pinyin, User.id)


def colleagues_among(user_ids: Collection[int], unit: OrgUnit, group_id: int | None) -> Sequence[int]:
    """Those of `user_ids` who are colleagues: nobody else is invited, whatever a form says."""
    if not user_ids:
        return []
    found = colleagues(unit, group_id).where(User.id.in_(user_ids))
    return db.session.scalars(found.with_only_columns(User.id)).all()


def schools_of(user_ids: Collection[int]) -> dict[int, str]:
    """Where each person works today, as a short word behind the name."""
    rows = db.session.execute(
        select(Affiliation.user_id, School.short_name, School.id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .join(School, OrgUnit.school_id == School.id)
        .where(Affiliation.user_id.in_(set(user_ids)), active_affiliation())
        .distinct()
        .order_by(School.id)
    )
    schools: dict[int, list[str]] = {}
    for user_id, school, _id in rows:
        schools.setdefault(user_id, []).append(school)
    return {user_id: "、".join(names) for user_id, names in schools.items()}


def school_in(group_id: int | None, user_id: int) -> str | None:
    """The full name of the school a person works at today: one of the group's before any other."""
    members = select(Membership.school_id).where(Membership.group_id == group_id, active_membership())
    query = (
        select(School.name)
        .join(OrgUnit, OrgUnit.school_id == School.id)
        .join(Affiliation, Affiliation.unit_id == OrgUnit.id)
        .where(Affiliation.user_id == user_id, active_affiliation())
    )
    return db.session.scalars(query.order_by(School.id.not_in(members), Affiliation.id)).first()


def _is_active() -> ColumnElement[bool]:
    return User.status == UserStatus.ACTIVE
