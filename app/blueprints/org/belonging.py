"""Who belongs where: affiliations as they stand, loaded together with their units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, OrgUnit
from app.core import clock
from app.core.db import db


def places_of(user_id: int) -> Sequence[Affiliation]:
    """What the person holds or will hold; for somebody who has left, what they held last."""
    return places_by_person([user_id]).get(user_id, [])


def places_by_person(user_ids: Iterable[int]) -> Mapping[int, Sequence[Affiliation]]:
    """The same for many, in one query."""
    every: dict[int, list[Affiliation]] = defaultdict(list)
    for row in db.session.scalars(_with_units().where(Affiliation.user_id.in_(set(user_ids)))):
        every[row.user_id].append(row)
    return {user_id: _standing(rows) for user_id, rows in every.items()}


def every_place_of(user_id: int) -> Sequence[Affiliation]:
    """With all that is over."""
    return db.session.scalars(_with_units().where(Affiliation.user_id == user_id)).all()


def names_of_wholes(user: User) -> set[str]:
    """What the person's schools and groups are called, in full and in short."""
    owners = (place.unit.school or place.unit.group for place in places_of(user.id))
    return {name for owner in owners if owner for name in (owner.name, owner.short_name)}


def unfinished_places_of(user_id: int) -> Sequence[Affiliation]:
    """All that the person holds or will hold, also in units that are archived."""
    return [row for row in every_place_of(user_id) if not row.is_over(clock.today())]


def unfinished_places_in(unit: OrgUnit) -> Sequence[Affiliation]:
    """All that somebody holds or will hold in this unit itself."""
    query = select(Affiliation).where(Affiliation.unit_id == unit.id).options(joinedload(Affiliation.user))
    rows = db.session.scalars(query.order_by(Affiliation.id)).all()
    return [row for row in rows if not row.is_over(clock.today())]


def with_units(query: Select[Affiliation]) -> Select[Affiliation]:
    """Load unit, school and group along, the most telling affiliation first."""
    return query.options(
        joinedload(Affiliation.unit).joinedload(OrgUnit.school),
        joinedload(Affiliation.unit).joinedload(OrgUnit.group),
    ).order_by(Affiliation.from_date, Affiliation.id)


def not_over() -> Select[int]:
    """Ids of people who hold something today or later."""
    lasting = or_(Affiliation.to_date.is_(None), Affiliation.to_date >= clock.today())
    return select(Affiliation.user_id).where(Affiliation.ended_at.is_(None), lasting)


def _with_units() -> Select[Affiliation]:
    return with_units(select(Affiliation))


def _standing(rows: list[Affiliation]) -> list[Affiliation]:
    today = clock.today()
    standing = [row for row in rows if not row.is_over(today) and row.unit.archived_at is None]
    return standing or rows
