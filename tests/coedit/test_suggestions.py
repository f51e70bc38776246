"""The register of suggestions: whose they are, what became of them, and the text without them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.blueprints.accounts.models import User
from app.blueprints.coedit import service
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.suggestions import register
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.suggestions.service import list_suggestions
from app.blueprints.coedit.text.content import from_pm
from app.blueprints.coedit.text.schema import FRAGMENT, doc, paragraph, text_node
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work


@pytest.fixture
def people(own_app: Flask) -> Iterator[tuple[User, User]]:
    with own_app.app_context():
        pair = User(name="周若溪", account_name="zhou"), User(name="苏屿", account_name="su")
        with unit_of_work():
            db.session.add_all(pair)
        yield pair


@pytest.fixture
def document(people: tuple[User, User]) -> Document:
    with unit_of_work():
        state = from_pm(doc(paragraph(text_node("先折纸再说"))))
        return service.create_document("desk", "教案", state=state, author=people[0])


def write(document: Document, author: User, client: int, change: Any) -> None:
    """One update of `author`, in the log."""
    page: Doc[Any] = Doc(client_id=client)
    page.apply_update(service.load_state(document.id))
    before = page.get_state()
    with page.transaction():
        change(page.get(FRAGMENT, type=XmlFragment))
    with unit_of_work():
        document.head_seq += 1
        db.session.add(
            DocumentUpdate(
                document_id=document.id,
                seq=document.head_seq,
                author_id=author.id,
                client_id=client,
                data=page.get_update(before),
            )
        )


def first_words(fragment: XmlFragment) -> XmlText:
    element = next(iter(fragment.children))
    assert isinstance(element, XmlElement)
    words = next(iter(element.children))
    assert isinstance(words, XmlText)
    return words


def add(key: str, words: str) -> Any:
    return lambda fragment: first_words(fragment).insert(0, words, {"suggestedInsertion": {"key": key}})


def rows(document: Document) -> list[Suggestion]:
    db.session.expire_all()
    return list(list_suggestions(document))


def test_a_suggestion_is_registered_and_not_in_the_text(
    people: tuple[User, User], document: Document
) -> None:
    write(document, people[1], 77, add("77-1", "反例"))

    register.look_now(document.id)

    [row] = rows(document)
    assert (row.key, row.author_id, row.inserted, row.state) == (
        "77-1",
        people[1].id,
        "反例",
        SuggestionState.OPEN,
    )
    assert service.read_document(document.id).text == "先折纸再说"


def test_nobody_suggests_under_another_name(people: tuple[User, User], document: Document) -> None:
    write(document, people[1], 77, add("77-1", "好"))
    register.look_now(document.id)

    write(document, people[0], 88, add("77-2", "冒名"))
    register.look_now(document.id)

    assert {row.key: row.author_id for row in rows(document)} == {"77-1": people[1].id, "77-2": people[0].id}


def test_words_under_a_decided_key_are_a_new_round(people: tuple[User, User], document: Document) -> None:
    write(document, people[1], 77, add("77-1", "反例"))
    register.look_now(document.id)
    with unit_of_work():
        rows(document)[0].decide(SuggestionState.REJECTED, by=people[0], at=clock.now())
    write(document, people[0], 88, lambda fragment: first_words(fragment).__delitem__(slice(0, 6)))
    register.look_now(document.id)
    assert rows(document)[0].settled_at is not None

    write(document, people[1], 77, add("77-1", "又来"))
    register.look_now(document.id)

    [row] = rows(document)
    assert (row.round, row.state, row.inserted) == (2, SuggestionState.OPEN, "又来")


def test_what_is_taken_out_by_hand_is_withdrawn(people: tuple[User, User], document: Document) -> None:
    write(document, people[1], 77, add("77-1", "反例"))
    register.look_now(document.id)

    write(document, people[1], 77, lambda fragment: first_words(fragment).__delitem__(slice(0, 6)))
    register.look_now(document.id)

    [row] = rows(document)
    assert (row.state, row.decided_by_id) == (SuggestionState.WITHDRAWN, None)
