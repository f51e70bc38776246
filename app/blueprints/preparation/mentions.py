"""On the page of a topic: what was prepared for it, as far as the reader may see."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.references import Mention, mentioner
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State
from app.core.db import db
from app.web.filters import label

MOST = 20


@mentioner
def preparations_of(reader: User, node: CurriculumNode) -> Sequence[Mention]:
    query = policy.visible_to(reader).where(
        JointPreparation.node_id == node.id, JointPreparation.state != State.CANCELLED
    )
    query = query.options(joinedload(JointPreparation.lead_preparer)).order_by(JointPreparation.id.desc())
    return [
        Mention(
            caption=label(row.state),
            title=f"{row.title} · {row.lead_preparer.name}",
            url=url_for("preparation.show", preparation_id=row.id),
        )
        for row in db.session.scalars(query.limit(MOST))
    ]
