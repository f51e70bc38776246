"""Giving the sections of a document to people, and marking them as done."""

import re

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.locking import lock
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.sections import policy
from app.blueprints.coedit.sections.events import SectionsChanged
from app.blueprints.coedit.sections.models import DocumentSection
from app.core import clock
from app.core.db import db
from app.core.errors import Invalid, Missing
from app.core.outbox import emit
from app.core.policy import authorize

RULES = policy  # its rules must be known before anybody asks
MOST = 60  # of one document
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")


def sections_of(document: Document) -> list[DocumentSection]:
    """Those that were given to somebody or are done."""
    query = select(DocumentSection).where(DocumentSection.document_id == document.id)
    return list(db.session.scalars(query.options(joinedload(DocumentSection.assignee))))


def section_of(document: Document, key: str) -> DocumentSection:
    """The row of a section, made if it is the first thing that happens to it. Raises Missing."""
    if not _KEY.fullmatch(key):
        raise Missing(key)
    return db.session.get(DocumentSection, (document.id, key)) or DocumentSection(document=document, key=key)


def assign(document: Document, key: str, assignee_id: int | None, *, actor: User) -> None:
    """Give a section to somebody who takes part, or to nobody."""
    authorize(actor, "assign_sections", document)
    lock(document)
    if assignee_id is not None and assignee_id not in _taking_part(document):
        raise Invalid(_("这位老师没有参加这次备课。"))
    section = _stored(section_of(document, key))
    if section.assignee_id != assignee_id:
        section.assignee_id = assignee_id
        section.done_at = section.done_by_id = None
        emit(SectionsChanged(document_id=document.id))


def mark_done(document: Document, key: str, done: bool, *, actor: User) -> None:
    lock(document)
    section = section_of(document, key)
    authorize(actor, "mark_done", section)
    section = _stored(section)
    if (section.done_at is not None) is done:
        return
    section.done_at, section.done_by_id = (clock.now(), actor.id) if done else (None, None)
    emit(SectionsChanged(document_id=document.id))


def _taking_part(document: Document) -> set[int]:
    return {colleague.user_id for colleague in host_of(document).colleagues(document.id)}


def _stored(section: DocumentSection) -> DocumentSection:
    if section not in db.session:
        number = select(func.count()).where(DocumentSection.document_id == section.document.id)
        if (db.session.scalar(number) or 0) >= MOST:
            raise Invalid(_("一份文档最多分 %(count)s 个栏目。", count=MOST))
        db.session.add(section)
    return section
