"""Places in a group's own units (联合备课组, 大教研组, 名师工作室): who came with a school leaves with it."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.blueprints.org.belonging import with_units
from app.blueprints.org.models import Affiliation, Membership, OrgUnit
from app.blueprints.org.reach import BELONGING, active_affiliation, active_membership
from app.blueprints.org.service import affiliations
from app.core import clock
from app.core.db import db
from app.core.policy import SYSTEM


def count_held_through(membership: Membership) -> int:
    """How many end as soon as the membership does. Who works at another school of the group too, stays."""
    places = _held_through(membership, clock.today()).with_only_columns(Affiliation.id)
    return db.session.scalar(select(func.count()).select_from(places.order_by(None).subquery())) or 0


def end_with(membership: Membership, *, actor: object) -> None:
    """Together with a membership that has just ended. The caller has authorized that."""
    for place in db.session.scalars(_held_through(membership, clock.today())).all():
        affiliations.let_go(place, actor=actor)


def end_with_expired() -> None:
    """The same for memberships whose agreed last day is over. What somebody is given after that day stays."""
    expired = select(Membership).where(Membership.to_date < clock.today(), Membership.status.in_(BELONGING))
    for membership in db.session.scalars(expired).all():
        assert membership.to_date is not None
        query = _held_through(membership, membership.to_date)
        for place in db.session.scalars(query.where(Affiliation.from_date <= membership.to_date)).all():
            affiliations.let_go(place, actor=SYSTEM)


def _held_through(membership: Membership, last_day: date) -> Select[Affiliation]:
    """Unfinished places in the group itself of people who worked then at the school, and only there."""
    at_the_school = (
        select(Affiliation.user_id)
        .join(OrgUnit)
        .where(
            OrgUnit.school_id == membership.school_id,
            Affiliation.from_date <= last_day,
            _lasts_until(last_day),
        )
    )
    members = select(Membership.school_id).where(
        Membership.group_id == membership.group_id, Membership.id != membership.id, active_membership()
    )
    elsewhere = (
        select(Affiliation.user_id)
        .join(OrgUnit)
        .where(OrgUnit.school_id.in_(members), OrgUnit.archived_at.is_(None), active_affiliation())
    )
    places = with_units(select(Affiliation)).join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
    return places.where(
        OrgUnit.group_id == membership.group_id,
        OrgUnit.school_id.is_(None),
        _lasts_until(clock.today()),
        Affiliation.user_id.in_(at_the_school),
        Affiliation.user_id.not_in(elsewhere),
    )


def _lasts_until(day: date) -> ColumnElement[bool]:
    lasting = or_(Affiliation.to_date.is_(None), Affiliation.to_date >= day)
    return and_(Affiliation.ended_at.is_(None), lasting)
