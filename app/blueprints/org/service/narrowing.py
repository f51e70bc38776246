"""Who may have lost rights by a change that concerns many: one AccessNarrowed for each of them."""

from datetime import timedelta

from sqlalchemy import ColumnElement, literal, or_, select

from app.blueprints.org.events import AccessNarrowed, MembershipEnded
from app.blueprints.org.models import Affiliation, Membership, OrgUnit
from app.blueprints.org.reach import BELONGING
from app.blueprints.org.service import group_places
from app.blueprints.org.service.findable import LOOKED_BACK
from app.core import clock
from app.core.db import db
from app.core.outbox import emit
from app.core.uow import unit_of_work


def tell_people_of_membership(membership_id: int) -> None:
    """Both sides: the school's people lose the group, and the group's people lose the school."""
    membership = db.session.get_one(Membership, membership_id)
    _tell(
        or_(
            OrgUnit.school_id == membership.school_id,
            OrgUnit.group_id == membership.group_id,
            OrgUnit.school_id.in_(
                select(Membership.school_id).where(Membership.group_id == membership.group_id)
            ),
        ),
        "membership_ended",
    )


def tell_people_around(unit_id: int, old_path: str) -> None:
    """Everybody in the unit's subtree, wherever it is now, and those who led it at the old place."""
    above = literal(old_path).startswith(OrgUnit.path)
    below = OrgUnit.path.contains(f"/{unit_id}/", autoescape=True)
    _tell(or_(above, below), "unit_moved")


def _tell(concerned: ColumnElement[bool], reason: str) -> None:
    people = (
        select(Affiliation.user_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(concerned, Affiliation.ended_at.is_(None))
        .distinct()
    )
    for user_id in db.session.scalars(people).all():
        emit(AccessNarrowed(user_id=user_id, reason=reason))


def announce_expired() -> None:
    """Affiliations and memberships whose last day is over: open pages must be judged again.

    Asked once as soon as the day begins at school. Those of earlier days are told again, for there may have
    been no worker on these days; saying it twice does no harm. Places in a group that were held through an
    expired membership end with it.
    """
    days = clock.today() - LOOKED_BACK, clock.today() - timedelta(days=1)
    over = select(Affiliation.user_id).where(
        Affiliation.to_date.between(*days), Affiliation.ended_at.is_(None)
    )
    gone = select(Membership.id).where(Membership.to_date.between(*days), Membership.status.in_(BELONGING))
    with unit_of_work():
        for user_id in db.session.scalars(over.distinct()).all():
            emit(AccessNarrowed(user_id=user_id, reason="affiliation_expired"))
        for membership_id in db.session.scalars(gone).all():
            emit(MembershipEnded(membership_id=membership_id))
        group_places.end_with_expired()
