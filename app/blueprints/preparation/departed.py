"""What stays with people whose school has left the group: what they took part in, as it was frozen by then.
(With those who have no post any more nothing stays; they know of what they took part in, and are told so.)

The work of those days is theirs too, and nothing is added to a common plan that is frozen: nobody writes,
comments or decides in it any more. Whatever went on without them is not there for them.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.reach import Reach
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import SETTLED, State
from app.core.clock import SCHOOL_ZONE


def kept_by(actor: User, reach: Reach) -> ColumnElement[bool]:
    """The SQL condition for the common plans that stay readable for the actor."""
    frozen_by_then = [
        and_(JointPreparation.group_id == group_id, JointPreparation.finalized_at < _end_of(last_day))
        for group_id, last_day in reach.left_groups
    ]
    if not frozen_by_then:
        return false()
    settled = JointPreparation.state.in_([state for state in State if state in SETTLED])
    return and_(settled, _took_part(actor), or_(*frozen_by_then))


def worked_on_by(actor: User, reach: Reach) -> ColumnElement[bool]:
    """The SQL condition for what the actor took part in elsewhere in groups that their school has left;
    without any post, for all that they ever took part in."""
    if not reach.roles:
        return _took_part(actor)
    still_theirs = or_(OrgUnit.school_id.in_(reach.school_ids), OrgUnit.id.in_(reach.unit_ids))
    return and_(
        _took_part(actor),
        JointPreparation.group_id.in_(_left(reach)),
        JointPreparation.unit_id.not_in(select(OrgUnit.id).where(still_theirs)),
    )


def _left(reach: Reach) -> frozenset[int]:
    return frozenset(group_id for group_id, _last_day in reach.left_groups) - reach.group_ids


def _took_part(actor: User) -> ColumnElement[bool]:
    mine = select(Participant.preparation_id).where(Participant.user_id == actor.id)
    return JointPreparation.id.in_(mine)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SCHOOL_ZONE)
