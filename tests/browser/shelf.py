"""Documents as the database has them: `python -m tests.browser.shelf words 1`."""

import json
import sys
from collections.abc import Callable

from sqlalchemy import func, select

from app import create_app
from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import DocumentUpdate
from app.blueprints.coedit.service import create_document, load_state
from app.blueprints.coedit.text.content import from_pm, text_of, to_pm
from app.core.db import db
from app.core.uow import unit_of_work
from tests.coedit.desks import HOST, open_for_business, seat
from tests.coedit_content.documents import EVERYTHING


def words(document_id: str) -> str:
    return text_of(to_pm(load_state(int(document_id))))


def content(document_id: str) -> object:
    return to_pm(load_state(int(document_id)))


def updates(document_id: str) -> int:
    """How often somebody's words were stored."""
    mine = select(func.count()).where(DocumentUpdate.document_id == int(document_id))
    return db.session.scalars(mine).one()


def everything() -> int:
    """A new document with every kind of node and mark in it, which everybody may write."""
    open_for_business()
    people = db.session.scalars(select(User)).all()
    with unit_of_work():
        document = create_document(HOST, "认识分数", state=from_pm(EVERYTHING), author=people[0])
        for person in people:
            seat(document.id, person.id, "edit")
    return document.id


ACTIONS: dict[str, Callable[..., object]] = {
    action.__name__: action for action in (words, content, updates, everything)
}

if __name__ == "__main__":
    with create_app().app_context():
        sys.stdout.write(json.dumps(ACTIONS[sys.argv[1]](*sys.argv[2:])))
