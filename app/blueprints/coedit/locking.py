"""What stands beside the text of a document is changed by one person after the other."""

from sqlalchemy import select

from app.blueprints.coedit.models import Document
from app.core.db import db


def lock(document: Document) -> None:
    """Until the transaction ends nobody else changes what belongs to this document; ask afterwards."""
    db.session.execute(select(Document.id).where(Document.id == document.id).with_for_update())
