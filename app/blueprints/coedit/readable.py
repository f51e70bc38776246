"""The readable content of a document as stored this moment, for pages that cannot wait for the worker."""

from app.blueprints.coedit.credits import credits_of
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.room.log import StoredLog, read_log
from app.blueprints.coedit.room.replica import Broken, Replica
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.pending import without_suggestions
from app.blueprints.coedit.text.schema import Node
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
        pm = off_the_loop(_content, stored)
    except Broken:
        return document.html
    return html_of(without_suggestions(pm), credits_of(document.id))


def html_with_suggestions(document: Document) -> str:
    """What is suggested is shown as such, and whose it is."""
    stored = read_log(db.session.connection(), document.id)
    if stored is None:
        return document.html
    try:
        return html_of(off_the_loop(_content, stored), credits_of(document.id))
    except Broken:
        return document.html


def _content(stored: StoredLog) -> Node:
    return to_pm(Replica(stored.snapshot, stored.updates).state())
