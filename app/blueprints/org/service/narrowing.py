"""Who may have lost rights by a change that concerns many: one AccessNarrowed for each of them."""

from sqlalchemy import ColumnElement, literal, or_, select

from app.blueprints.org.events import AccessNarrowed
from app.blueprints.org.models import Affiliation, Membership, OrgUnit
from app.core.db import db
from app.core.outbox import emit


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


def tell_people_around(path: str) -> None:
    """Everybody in the subtree that was at `path`, and those who led it from above."""
    above = literal(path).startswith(OrgUnit.path)
    _tell(or_(above, OrgUnit.path.startswith(path)), "unit_moved")


def _tell(concerned: ColumnElement[bool], reason: str) -> None:
    people = (
        select(Affiliation.user_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(concerned, Affiliation.ended_at.is_(None))
        .distinct()
    )
    for user_id in db.session.scalars(people).all():
        emit(AccessNarrowed(user_id=user_id, reason=reason))
