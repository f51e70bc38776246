"""The same form sent twice, by a double click or a reload: the second time leads to what the first made."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.proposing import Proposal
from app.blueprints.preparation.states import State
from app.core import clock
from app.core.db import db
from app.core.jobs import Job, JobState

A_MOMENT = timedelta(minutes=2)  # nobody means to begin the same lesson twice in so short a time


def begun_a_moment_ago(proposal: Proposal, *, actor: User) -> JointPreparation | None:
    """The preparation that this person has just begun with the same title, topic, unit and lead preparer."""
    _take_turns(actor)
    query = select(JointPreparation).where(
        JointPreparation.created_by_id == actor.id,
        JointPreparation.created_at > clock.now() - A_MOMENT,
        JointPreparation.title == proposal.title,
        JointPreparation.unit_id == proposal.unit.id,
        JointPreparation.node_id == (proposal.node.id if proposal.node else None),
        JointPreparation.lead_preparer_id == (proposal.lead_preparer_id or actor.id),
        JointPreparation.state == State.DRAFTING,
    )
    return db.session.scalars(query.order_by(JointPreparation.id.desc())).first()


def asked_a_moment_ago(kind: str, asked: dict[str, Any], *, actor: User) -> Job | None:
    """The job that this person has just asked for with the same proposal and the same file."""
    _take_turns(actor)
    query = select(Job).where(
        Job.owner_id == actor.id,
        Job.kind == kind,
        Job.created_at > clock.now() - A_MOMENT,
        Job.state != JobState.FAILED,
    )
    rows = db.session.scalars(query.order_by(Job.id.desc()))
    return next((row for row in rows if asked.items() <= row.payload.items()), None)


def _take_turns(actor: User) -> None:
    """Until the end of the transaction: a second press waits for what the first one does."""
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update())
