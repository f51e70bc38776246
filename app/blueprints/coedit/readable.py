"""The readable content of a document as stored this moment, for pages that cannot wait for the worker."""

from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room.log import StoredLog, read_log
from app.blueprints.coedit.room.replica import Broken, Replica
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_write import html_of
from app.core.db import db
from app.core.threads import off_the_loop


def fresh_html(document: Document) -> str:
    """What somebody has just written is in it, though the worker has not derived it yet. Stores nothing."""
    if document.derived_seq >= document.head_seq:
        return document.html
    stored = read_log(db.session.connection(), document.id)
    if stored is None:
        return document.html
    try:
        return off_the_loop(_derived, stored)
    except Broken:
        return document.html


def _derived(stored: StoredLog) -> str:
    return html_of(to_pm(Replica(stored.snapshot, stored.updates).state()))
