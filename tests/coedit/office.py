"""What happens beside the sockets, done in a process of its own, as the real thing would be.

`python -m tests.coedit.office` reads actions as JSON lines, `["unseat", 3, 1]`, and answers each.
"""

import json
import sys
from collections.abc import Callable
from itertools import chain

from flask import session as cookie
from sqlalchemy import delete, func, select, update

from app import create_app
from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import LoginSession, User, UserStatus
from app.blueprints.accounts.session import open_session
from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.presenting import service as presenting
from app.blueprints.coedit.text.content import from_pm, to_pm
from app.blueprints.coedit.text.schema import Node, doc, paragraph, text_node
from app.blueprints.org.events import AccessNarrowed
from app.core.db import Base, db
from app.core.outbox import emit
from app.core.uow import unit_of_work
from tests.coedit.desks import HOST, DeskHost, open_for_business, seat, seats
from tests.coedit.plans import plan_of, words_of

PEOPLE = {"author": "edit", "second": "edit", "reader": "read", "outsider": None}


def found(content: str = "words") -> dict[str, object]:
    """People of their own and a document for one test: with some "words", or an empty "plan"."""
    Base.metadata.create_all(db.engine)
    open_for_business()
    with unit_of_work():
        number = db.session.scalar(select(func.count()).select_from(User))
        people = {name: User(name=name, account_name=f"{name}{number}") for name in PEOPLE}
        db.session.add_all(people.values())
        db.session.flush()
        document = service.create_document(HOST, "试一试", state=STATES[content](), author=people["author"])
        for name, role in PEOPLE.items():
            if role:
                seat(document.id, people[name].id, role)
    return {
        "document": document.id,
        "people": {name: person.id for name, person in people.items()},
        "cookies": {name: _sign_in(person) for name, person in people.items()},
    }


def _empty_plan() -> bytes:
    return from_pm({"type": "doc"})


STATES = {"words": lambda: plan_of("·"), "plan": _empty_plan}


def found_divided(author_id: int) -> int:
    """A second document, with the sections of the desks' template, for the author and the second person."""
    names = [(section.key, section.label) for section in DeskHost().sections(0)]
    blocks = [[_section(key, label), paragraph(text_node(f"{label}的内容"))] for key, label in names]
    with unit_of_work():
        author = db.session.get_one(User, author_id)
        state = from_pm(doc(*chain(*blocks)))
        document = service.create_document(HOST, "教案", state=state, author=author)
        for person_id in (author.id, author.id + 1):
            seat(document.id, person_id, "edit")
    return document.id


def _section(key: str, label: str) -> Node:
    return {"type": "heading", "attrs": {"level": 2, "section": key}, "content": [text_node(label)]}


def found_rich(author_id: int) -> int:
    """A second document, as the editor makes them."""
    with unit_of_work():
        author = db.session.get_one(User, author_id)
        document = service.create_document(HOST, "教案", state=_empty_plan(), author=author)
        seat(document.id, author.id, "edit")
    return document.id


def derived(document_id: int) -> str:
    return db.session.get_one(Document, document_id).text


def unseat(document_id: int, user_id: int) -> None:
    with unit_of_work():
        gone = (seats.c.document_id == document_id) & (seats.c.user_id == user_id)
        db.session.execute(delete(seats).where(gone))
        emit(AccessNarrowed(user_id=user_id, reason="test"))


def demote(document_id: int, user_id: int) -> None:
    with unit_of_work():
        mine = (seats.c.document_id == document_id) & (seats.c.user_id == user_id)
        db.session.execute(update(seats).where(mine).values(role="read"))
        emit(AccessNarrowed(user_id=user_id, reason="test"))


def suspend(user_id: int) -> None:
    with unit_of_work():
        db.session.get_one(User, user_id).status = UserStatus.SUSPENDED
        emit(AccessNarrowed(user_id=user_id, reason="test"))


def sign_out(user_id: int) -> None:
    with unit_of_work():
        db.session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
        emit(SessionsRevoked(user_id=user_id))


def close(document_id: int) -> None:
    with unit_of_work():
        document = db.session.get_one(Document, document_id)
        author = db.session.scalars(select(User).limit(1)).one()
        service.close_document(document, actor=author)


def present(document_id: int, user_id: int) -> None:
    document, presenter = _of(document_id, user_id)
    with unit_of_work():
        presenting.begin(document, actor=presenter)


def lock(document_id: int, user_id: int, locked: bool) -> None:
    """By the presenter: nobody else writes, or everybody again."""
    document, presenter = _of(document_id, user_id)
    with unit_of_work():
        presenting.set_lock(document, locked, actor=presenter)


def raise_hand(document_id: int, user_id: int) -> None:
    document, person = _of(document_id, user_id)
    with unit_of_work():
        presenting.set_hand(document, True, actor=person)


def rows_of(document_id: int, user_id: int) -> int:
    """How many rows of the log are this person's."""
    theirs = (DocumentUpdate.document_id == document_id) & (DocumentUpdate.author_id == user_id)
    return db.session.scalars(select(func.count()).select_from(DocumentUpdate).where(theirs)).one()


def text(document_id: int) -> str:
    """What is stored, read from the log."""
    return words_of(service.load_state(document_id))


def structure(document_id: int) -> list[str]:
    """The pieces of text that are stored, in their order, whatever they stand in."""
    return [
        "".join(run["text"] for run in runs) for runs in _runs_below(to_pm(service.load_state(document_id)))
    ]


def _runs_below(node: Node) -> list[list[Node]]:
    content = node.get("content", [])
    if node["type"] == "paragraph":
        return [content]
    return [runs for child in content for runs in _runs_below(child)]


def _of(document_id: int, user_id: int) -> tuple[Document, User]:
    return db.session.get_one(Document, document_id), db.session.get_one(User, user_id)


def _sign_in(person: User) -> str:
    app = db_app
    with app.test_request_context():
        with unit_of_work():
            open_session(db.session.merge(person))
        value = app.session_interface.get_signing_serializer(app).dumps(dict(cookie))  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


ACTIONS: dict[str, Callable[..., object]] = {
    action.__name__: action
    for action in (
        found,
        found_rich,
        found_divided,
        derived,
        unseat,
        demote,
        suspend,
        sign_out,
        close,
        present,
        lock,
        raise_hand,
        rows_of,
        text,
        structure,
    )
}

if __name__ == "__main__":
    db_app = create_app()
    with db_app.app_context():
        for line in sys.stdin:
            action, *arguments = json.loads(line)
            answer = ACTIONS[action](*arguments)
            db.session.rollback()
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
