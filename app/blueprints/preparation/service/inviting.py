"""Whom one may invite: colleagues by name, sound or account name, and whole units of the group."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.directory import Wanted, find_people
from app.blueprints.org.models import Affiliation, OrgUnit, School
from app.blueprints.org.reach import active_affiliation
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.policy import PREPARING_UNITS
from app.blueprints.preparation.service.belonging import colleagues, near
from app.core.db import db

MOST_FOUND = 20
MOST_UNITS = 6


@dataclass(frozen=True)
class FoundUnit:
    """A unit with people who do not take part yet."""

    unit: OrgUnit
    newcomers: int


def people_to_invite(preparation: JointPreparation, words: str) -> Sequence[User]:
    """Colleagues by name, pinyin or account name who do not take part yet."""
    if not words.strip():
        return []
    present = {person.user_id for person in preparation.participants}
    others = colleagues(preparation.unit, preparation.group_id).where(User.id.not_in(present))
    return db.session.scalars(find_people(others, Wanted(text=words.strip())).limit(MOST_FOUND)).all()


def units_to_invite(preparation: JointPreparation, words: str) -> list[FoundUnit]:
    """Lesson groups, subject groups and studios by their name or their school's: `柳溪 三年级`."""
    parts = words.split()[:4]
    if not parts:
        return []
    query = _inviteable(preparation)
    for part in parts:
        named = (OrgUnit.name, School.name, School.short_name)
        query = query.where(or_(*(name.contains(part, autoescape=True) for name in named)))
    units = db.session.scalars(query.order_by(OrgUnit.path).limit(MOST_UNITS)).all()
    newcomers = _newcomers(preparation, units)
    return [FoundUnit(unit, newcomers[unit.id]) for unit in units if newcomers.get(unit.id)]


def unit_to_invite(preparation: JointPreparation, unit_id: int) -> OrgUnit | None:
    return db.session.scalars(_inviteable(preparation).where(OrgUnit.id == unit_id)).one_or_none()


def _inviteable(preparation: JointPreparation) -> Select[OrgUnit]:
    around = near(preparation.unit, preparation.group_id)
    query = select(OrgUnit).outerjoin(OrgUnit.school).options(contains_eager(OrgUnit.school))
    return query.where(OrgUnit.kind.in_(PREPARING_UNITS), OrgUnit.archived_at.is_(None), around)


def _newcomers(preparation: JointPreparation, units: Sequence[OrgUnit]) -> dict[int, int]:
    """By unit: how many of its people do not take part yet."""
    present = {person.user_id for person in preparation.participants}
    query = (
        select(Affiliation.unit_id, func.count(Affiliation.user_id.distinct()))
        .join(User, Affiliation.user_id == User.id)
        .where(Affiliation.unit_id.in_([unit.id for unit in units]), active_affiliation())
        .where(User.status == UserStatus.ACTIVE, User.id.not_in(present))
        .group_by(Affiliation.unit_id)
    )
    return dict(list(db.session.execute(query)))
