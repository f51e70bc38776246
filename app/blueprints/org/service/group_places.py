"""Places in a group's own units (联合备课组, 大教研组, 名师工作室): who came with a school leaves with it."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.belonging import with_units
from app.blueprints.org.models import Affiliation, Membership, OrgUnit
from app.blueprints.org.policy.authority import can_give
from app.blueprints.org.reach import BELONGING, active_affiliation, active_membership
from app.blueprints.org.reading_order import in_reading_order
from app.blueprints.org.service import affiliations, returning
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.policy import SYSTEM, authorize

_Leaving = aliased(Membership)


def count_held_through(membership: Membership) -> int:
    """How many end as soon as the membership does. Who works at another school of the group too, stays."""
    places = _held_through(clock.today()).where(_Leaving.id == membership.id)
    ids = places.with_only_columns(Affiliation.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def end_with(membership: Membership, *, actor: object) -> None:
    """Together with a membership that has just ended. The caller has authorized that."""
    places = _held_through(clock.today()).where(_Leaving.id == membership.id)
    now = clock.now()
    for place in db.session.scalars(places).all():
        affiliations.let_go(place, now, actor=actor, with_membership=membership.id)


def end_with_expired() -> None:
    """The same for memberships whose agreed last day is over. What somebody is given after that day stays."""
    places = _held_through(_Leaving.to_date).where(
        _Leaving.to_date < clock.today(),
        _Leaving.status.in_(BELONGING),
        Affiliation.from_date <= _Leaving.to_date,
    )
    rows, now = db.session.execute(places.add_columns(_Leaving.id).order_by(_Leaving.id)).all(), clock.now()
    for place, membership_id in {place.id: (place, membership_id) for place, membership_id in rows}.values():
        affiliations.let_go(place, now, actor=SYSTEM, with_membership=membership_id)


def ended_with(membership: Membership) -> Sequence[Affiliation]:
    """What ended when this school left this group, whichever time that was, and was not given back."""
    query = with_units(select(Affiliation)).join(Membership, Affiliation.ended_with_id == Membership.id)
    query = query.where(
        Membership.group_id == membership.group_id, Membership.school_id == membership.school_id
    )
    return db.session.scalars(query.options(joinedload(Affiliation.user))).all()


def by_person(places: Sequence[Affiliation]) -> list[tuple[User, list[Affiliation]]]:
    """In the order of their names, what each held in the order of the tree."""
    units = in_reading_order({row.unit_id: row.unit for row in places}.values())
    standing = {unit.id: number for number, unit in enumerate(units)}
    ordered = sorted(places, key=lambda row: (row.user.name_pinyin, row.user_id, standing[row.unit_id]))
    return [(person, list(held)) for person, held in groupby(ordered, key=lambda row: row.user)]


def to_give_back(
    membership: Membership, places: Sequence[Affiliation], *, actor: object
) -> list[Affiliation]:
    """Those of `places` whose people are at the school again, and whose role the actor may give."""
    if not membership.counts_on(clock.today()):
        return []
    there = _at_work_in(membership.school_id, {place.user_id for place in places})
    return [
        place
        for place in places
        if place.user_id in there
        and place.unit.archived_at is None
        and (place.to_date is None or place.to_date >= clock.today())
        and can_give(actor, place.role, place.unit)
    ]


def give_back(membership: Membership, *, actor: object) -> int:
    """All of them in one go, as new appointments from today; how many that were."""
    authorize(actor, "give_back_places", membership)
    places = to_give_back(membership, ended_with(membership), actor=actor)
    if not places:
        raise Conflict(_("没有可以恢复的任职。"))
    return returning.give_back(places, actor=actor)


def _at_work_in(school_id: int, user_ids: Collection[int]) -> set[int]:
    query = select(Affiliation.user_id).join(OrgUnit).join(User, Affiliation.user_id == User.id)
    query = query.where(Affiliation.user_id.in_(user_ids), OrgUnit.school_id == school_id)
    living = OrgUnit.archived_at.is_(None), User.status == UserStatus.ACTIVE, active_affiliation()
    return set(db.session.scalars(query.where(*living)))


def _held_through(last_day: date | SQLColumnExpression[date | None]) -> Select[Affiliation]:
    """Unfinished places in a group itself, with the membership `_Leaving` of a school whose people hold them:
    who worked there on its last day, and works at no other school of the group."""
    other, there = aliased(Affiliation), aliased(OrgUnit)
    at_the_school = (
        select(other.id)
        .join(there, other.unit_id == there.id)
        .where(other.user_id == Affiliation.user_id, there.school_id == _Leaving.school_id)
        .where(other.from_date <= last_day, _lasts_until(other, last_day))
        .correlate(Affiliation, _Leaving)
    )
    places = with_units(select(Affiliation)).options(joinedload(Affiliation.user))
    return (
        places.join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .join(_Leaving, _Leaving.group_id == OrgUnit.group_id)
        .where(OrgUnit.school_id.is_(None), _lasts_until(Affiliation, clock.today()))
        .where(at_the_school.exists(), Affiliation.user_id.not_in(_working_elsewhere()))
    )


def _working_elsewhere() -> Select[int]:
    """People of any other school that is part of the group of `_Leaving`."""
    return (
        select(Affiliation.user_id)
        .join(OrgUnit)
        .join(Membership, Membership.school_id == OrgUnit.school_id)
        .where(Membership.group_id == _Leaving.group_id, Membership.id != _Leaving.id, active_membership())
        .where(OrgUnit.archived_at.is_(None), active_affiliation())
        .correlate(_Leaving)
    )


def _lasts_until(
    place: type[Affiliation], day: date | SQLColumnExpression[date | None]
) -> ColumnElement[bool]:
    lasting = or_(place.to_date.is_(None), place.to_date >= day)
    return and_(place.ended_at.is_(None), lasting)
