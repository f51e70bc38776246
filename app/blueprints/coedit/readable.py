"""The readable content of a document as stored this moment, for pages that cannot wait for the worker."""

from app.blueprints.coedit.credits import credits_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room.log import StoredLog, read_log
from app.blueprints.coedit.room.replica import Broken, Replica
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_write import Credits, html_of
from app.blueprints.coedit.text.pending import without_suggestions
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
        return off_the_loop(_html, stored, credits_of(document.id), suggested=False)
    except Broken:
        return document.html


def html_with_suggestions(document: Document) -> str:
    """What is suggested is shown as such, and whose it is."""
    stored = read_log(db.session.connection(), document.id)
    if stored is None:
        return document.html
    try:
        return off_the_loop(_html, stored, credits_of(document.id), suggested=True)
    except Broken:
        return document.html


def _html(stored: StoredLog, named: Credits, *, suggested: bool) -> str:
    pm = to_pm(Replica(stored.snapshot, stored.updates).state())
    return html_of(pm if suggested else without_suggestions(pm), named)
