"""Of how many plans a person is one: told to those who end one of the person's posts."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.org.reach import Reach
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import UNDER_WAY
from app.core.db import db


def count_parts(person: User, reaches: Sequence[Reach]) -> Sequence[int]:
    """Of those under way, with each of these reaches: in one query."""
    counts = [func.count().filter(policy.takes_part(person, reach)) for reach in reaches]
    theirs = select(*counts).select_from(JointPreparation).where(policy.where_taking_part(person))
    return list(db.session.execute(theirs.where(JointPreparation.state.in_(list(UNDER_WAY)))).one())
