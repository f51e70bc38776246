"""The register follows each reading of a text; open pages look again; authors hear what became of it."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.credits import use_credits
from app.blueprints.coedit.derivation import look_too
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.news import tell_pages
from app.blueprints.coedit.suggestions.events import (
    SuggestingDefaultChanged,
    SuggestionsDecided,
    SuggestionsNoted,
)
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.suggestions.policy import may_read
from app.blueprints.coedit.suggestions.register import follow
from app.blueprints.coedit.suggestions.service import credits_in
from app.blueprints.notifications.kinds import Kind, register_kind
from app.blueprints.notifications.models import Notification
from app.blueprints.notifications.service import News, notify
from app.core.db import db
from app.core.outbox import subscribe

WHAT = "suggestions"
ADOPTED, REJECTED = "suggestion.adopted", "suggestion.rejected"

use_credits(credits_in)
look_too(follow)


@subscribe(SuggestionsNoted)
def show_what_is_suggested(event: SuggestionsNoted) -> None:
    tell_pages(event.document_id, WHAT)


@subscribe(SuggestingDefaultChanged)
def show_the_mode(event: SuggestingDefaultChanged) -> None:
    tell_pages(event.document_id, WHAT)


@subscribe(SuggestionsDecided)
def tell_the_authors(event: SuggestionsDecided) -> None:
    """Each once, however many of theirs were decided in one go."""
    tell_pages(event.document_id, WHAT)
    if event.state in {SuggestionState.WITHDRAWN, SuggestionState.OPEN}:
        return
    document = db.session.get_one(Document, event.document_id)
    authors = select(Suggestion.author_id).where(Suggestion.id.in_(event.suggestion_ids))
    people = db.session.scalars(select(User).where(User.id.in_(authors)))
    news = News(
        kind=ADOPTED if event.state == SuggestionState.ADOPTED else REJECTED,
        cause=f"suggestions:{min(event.suggestion_ids)}:{event.state}",
        subject_id=document.id,
        title=document.title,
        actor_id=event.actor_id,
    )
    notify([person.id for person in people if may_read(person, document)], news)


def _address(notification: Notification) -> str:
    return url_for("suggestions.show", document_id=notification.subject_id)


def _name(notification: Notification) -> str:
    return notification.actor.name if notification.actor else ""


def _adopted(row: Notification) -> str:
    return str(_("%(name)s 采纳了你在《%(title)s》里的建议。", name=_name(row), title=row.title))


def _rejected(row: Notification) -> str:
    return str(_("%(name)s 看过你在《%(title)s》里的建议，这次没有采纳。", name=_name(row), title=row.title))


register_kind(Kind(name=ADOPTED, icon="circle-check", sentence=_adopted, address=_address))
register_kind(Kind(name=REJECTED, icon="info-circle", sentence=_rejected, address=_address))
