"""Whose suggestions were adopted, for the summary of who contributed what."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.blueprints.coedit.history.contributions import register_contribution
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.core.db import db


def _suggestions_adopted(document: Document) -> Mapping[int, int]:
    adopted = select(Suggestion.author_id, func.count()).where(
        Suggestion.document_id == document.id, Suggestion.state == SuggestionState.ADOPTED
    )
    return dict(list(db.session.execute(adopted.group_by(Suggestion.author_id))))


register_contribution("suggestions", _l("采纳的建议"), _suggestions_adopted, rank=10)
