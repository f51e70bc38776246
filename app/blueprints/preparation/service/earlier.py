"""What there is already about a topic, for whoever is about to begin with it once more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.listing import with_row_parts
from app.blueprints.preparation.states import State
from app.core import clock
from app.core.clock import SCHOOL_ZONE
from app.core.db import db

MOST_SHOWN = 3
FIRST_MONTH = 8  # lessons of September are prepared in August


@dataclass(frozen=True)
class Earlier:
    """How many preparations of this school year the person may know of, and the newest of them."""

    count: int = 0
    newest: Sequence[JointPreparation] = ()


def earlier_about(topic: CurriculumNode, units: Collection[OrgUnit], *, actor: User) -> Earlier:
    """Those of the person's own units first."""
    query = policy.visible_to(actor).where(
        JointPreparation.node_id == topic.id,
        JointPreparation.state != State.CANCELLED,
        JointPreparation.created_at >= _begin_of_school_year(),
    )
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if not count:
        return Earlier()
    own = JointPreparation.unit_id.in_([unit.id for unit in units])
    newest = query.order_by(own.desc(), JointPreparation.created_at.desc(), JointPreparation.id.desc())
    return Earlier(count, db.session.scalars(with_row_parts(newest).limit(MOST_SHOWN)).all())


def _begin_of_school_year() -> datetime:
    today = clock.today()
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    return datetime(year, FIRST_MONTH, 1, tzinfo=SCHOOL_ZONE)
