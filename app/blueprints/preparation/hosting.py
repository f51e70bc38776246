"""Tells coedit to which preparation a document belongs: the rules about it are in policy.py."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.core.db import db


class PreparationHost:
    """The host of all documents created by service.proposing; registered in the wiring."""

    rules = policy  # its rules must be known before anybody asks

    def subject(self, document_id: int) -> JointPreparation | None:
        query = select(JointPreparation).where(JointPreparation.document_id == document_id)
        return db.session.scalars(query.options(joinedload(JointPreparation.unit))).one_or_none()
