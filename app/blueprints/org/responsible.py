"""Whom to ask about an account that is not one's own to administer."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.belonging import places_of
from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind
from app.blueprints.org.policy.authority import administers_holder, runs_something
from app.blueprints.org.reach import active_affiliation, reach_of
from app.core.db import db

NEAREST_FIRST = (Role.GROUP_OFFICE, Role.GROUP_HEAD, Role.ADMIN)
MOST = 3


def whom_to_ask(actor: User, person: User) -> Sequence[Affiliation]:
    """For those who run a place but not this account: who does, the nearest first."""
    if actor.id == person.id or not runs_something(actor):
        return []
    held = places_of(person.id)
    if administers_holder(reach_of(actor), held):
        return []
    found = [row for row in _offices_around(person) if administers_holder(reach_of(row.user), held)]
    return sorted(found, key=lambda row: NEAREST_FIRST.index(row.role))[:MOST]


def _offices_around(person: User) -> Sequence[Affiliation]:
    """Of the person's groups, and of the installation."""
    near = or_(OrgUnit.kind == UnitKind.DISTRICT, OrgUnit.group_id.in_(reach_of(person).group_ids))
    query = (
        select(Affiliation)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .join(User, Affiliation.user_id == User.id)
        .where(near, Affiliation.role.in_(NEAREST_FIRST), active_affiliation())
        .where(User.status == UserStatus.ACTIVE, User.id != person.id, OrgUnit.archived_at.is_(None))
    )
    loaded = query.options(joinedload(Affiliation.user), joinedload(Affiliation.unit))
    return db.session.scalars(loaded.order_by(Affiliation.id)).all()
