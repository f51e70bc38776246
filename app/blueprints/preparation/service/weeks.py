"""How many preparations stand in the weeks of a term: told to those who shorten it."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State
from app.core.db import db


def count_in_weeks(term_id: int, weeks: Collection[int]) -> Mapping[int, int]:
    """By the week's number, without those that were cancelled."""
    no = JointPreparation.week_no
    standing = select(no, func.count()).where(JointPreparation.term_id == term_id, no.in_(list(weeks)))
    rows = db.session.execute(standing.where(JointPreparation.state != State.CANCELLED).group_by(no))
    return {week: count for week, count in rows if week is not None}
