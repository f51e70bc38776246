"""What somebody said beside the text, for the summary of who contributed what."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.history.contributions import register_contribution
from app.blueprints.coedit.models import Document
from app.core.db import db


def _comments_written(document: Document) -> Mapping[int, int]:
    """Those that were not taken back."""
    said = select(Comment.author_id, func.count()).join(CommentThread, Comment.thread_id == CommentThread.id)
    said = said.where(CommentThread.document_id == document.id, Comment.deleted_at.is_(None))
    return dict(list(db.session.execute(said.group_by(Comment.author_id))))


register_contribution("comments", _l("批注和回复"), _comments_written, rank=30)
