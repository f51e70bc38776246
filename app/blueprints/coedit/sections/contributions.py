"""Sections somebody was given and has finished, for the summary of who contributed what."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.blueprints.coedit.history.contributions import register_contribution
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.sections.models import DocumentSection
from app.core.db import db


def _sections_written(document: Document) -> Mapping[int, int]:
    done = select(DocumentSection.assignee_id, func.count()).where(
        DocumentSection.document_id == document.id,
        DocumentSection.assignee_id.is_not(None),
        DocumentSection.done_at.is_not(None),
    )
    rows = db.session.execute(done.group_by(DocumentSection.assignee_id))
    return {person: number for person, number in rows if person is not None}


register_contribution("sections", _l("完成的栏目"), _sections_written, rank=20)
