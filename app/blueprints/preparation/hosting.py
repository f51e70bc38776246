"""Tells coedit to which preparation a document belongs: the rules about it are in policy.py."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import Colleague, SectionName
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.service.belonging import schools_of
from app.blueprints.preparation.service.sections import sections_of
from app.blueprints.preparation.states import WRITABLE
from app.core.db import db

_OF_DOCUMENT = (  # built once: asked for every judgement of the rooms
    select(JointPreparation)
    .where(JointPreparation.document_id == bindparam("document"))
    .options(joinedload(JointPreparation.unit))
)


class PreparationHost:
    """The host of all documents created by service.proposing; registered in the wiring."""

    rules = policy  # its rules must be known before anybody asks

    def subject(self, document_id: int) -> JointPreparation | None:
        return db.session.scalars(_OF_DOCUMENT, {"document": document_id}).one_or_none()

    def colleagues(self, document_id: int) -> Sequence[Colleague]:
        of_document = select(JointPreparation.id).where(JointPreparation.document_id == document_id)
        take_part = select(Participant.user_id).where(Participant.preparation_id.in_(of_document))
        people = db.session.scalars(
            select(User).where(User.id.in_(take_part)).order_by(User.name_pinyin, User.id)
        ).all()
        schools = schools_of({person.id for person in people})
        return [
            Colleague(person.id, person.name, person.name_pinyin, schools.get(person.id, ""))
            for person in people
        ]

    def sections(self, document_id: int) -> Sequence[SectionName]:
        preparation = self.subject(document_id)
        return sections_of(preparation.template_key if preparation else None)

    def address(self, document_id: int) -> str:
        preparation = self.subject(document_id)
        assert preparation is not None  # whoever asks has read the document
        page = "edit" if preparation.state in WRITABLE else "read"
        return url_for(f"preparation.{page}", preparation_id=preparation.id)

    def has_left(self, document_id: int, person: User) -> bool:
        if not reach_of(person).left_groups:
            return False
        gone = policy.gone_from(person).where(JointPreparation.document_id == document_id)
        return db.session.scalar(select(gone.exists())) is True
