"""Whose suggestions a plan took in is said on its pages and on paper; what is open is not forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.suggestions.models import Suggestion, SuggestionState
from app.blueprints.coedit.text.schema import FRAGMENT
from app.blueprints.notifications.models import Notification
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import Move, State
from app.core import clock
from tests.conftest import Browser
from tests.exporting.word_reader import words_of
from tests.factories import Make
from tests.preparation.factories import World, make_document, make_person, make_preparation
from tests.preparation.test_exporting import address_of
from tests.queries import max_queries

TEXT = '<p>先<span id="adopted-7-1" class="adopted" title="采纳自 柳溪小学 苏屿">折纸</span>再说。</p>'
WAITING = "还有 2 条建议没有处理"


@pytest.fixture
def su(make: Make, world: World) -> User:
    return make_person(make, world.third, name="苏屿")


def adopt(make: Make, plan: JointPreparation, author: User, key: str, **words: str) -> Suggestion:
    row = Suggestion(
        document_id=plan.document_id,
        key=key,
        author_id=author.id,
        school="柳溪小学",
        state=SuggestionState.ADOPTED,
        decided_by_id=plan.lead_preparer_id,
        decided_at=clock.now(),
        **words,
    )
    return make.store(row)


def suggest(make: Make, plan: JointPreparation, author: User, *keys: str) -> None:
    """In the text, as the page of `author` writes it; and registered."""
    document = make.find(Document, id=plan.document_id)
    page: Doc[Any] = Doc(client_id=9)
    page.apply_update(make.find(DocumentUpdate, document_id=document.id, seq=1).data)
    before, fragment = page.get_state(), page.get(FRAGMENT, type=XmlFragment)
    with page.transaction():
        line = XmlElement("paragraph")
        fragment.children.append(line)
        text = XmlText()
        line.children.append(text)
        for key in keys:
            text.insert(0, "反例", {"suggestedInsertion": {"key": key}})
    row = {"author_id": author.id, "client_id": 9, "data": page.get_update(before)}
    make.store(DocumentUpdate(document_id=document.id, seq=2, **row))
    document.head_seq = document.derived_seq = 2
    make.store(document)
    for key in keys:
        make.store(Suggestion(document_id=document.id, key=key, author_id=author.id, inserted="反例"))


@pytest.fixture
def plan(make: Make, world: World, lin: User, su: User) -> JointPreparation:
    plan = make_preparation(make, world.third, lin, su, document=make_document(make, lin, TEXT))
    adopt(make, plan, su, "7-1", inserted="折纸")
    adopt(make, plan, su, "7-2", deleted="看一看")
    adopt(make, plan, su, "7-3", deleted="说", inserted="讲")
    return plan


def test_the_reading_page_lists_them_and_leads_to_the_words(
    browser: Browser, lin: User, plan: JointPreparation
) -> None:
    browser.login(lin)

    with max_queries(40):
        page = " ".join(browser.get(f"/preparations/{plan.id}/text").text.split())

    assert "采纳自 柳溪小学 苏屿：" in page
    assert '<a href="#adopted-7-1">加上“折纸”</a>；删去“看一看”；“说”改成“讲”' in page
    assert 'id="adopted-7-1"' in page


def test_titles_follow_the_language_of_the_screen(
    browser: Browser, lin: User, plan: JointPreparation, session: Session
) -> None:
    lin.language = "en"
    session.commit()

    page = browser.login(lin).get(f"/preparations/{plan.id}/text").text

    assert 'title="Adopted from 柳溪小学 苏屿"' in page
    assert "采纳自" not in page


@pytest.mark.parametrize("wanted", ["word", "markdown"])
def test_paper_thanks_in_chinese_whatever_the_owner_speaks(
    browser: Browser,
    lin: User,
    plan: JointPreparation,
    work: Callable[[], int],
    session: Session,
    wanted: str,
) -> None:
    lin.language = "en"
    session.commit()
    address = address_of(browser.login(lin), plan, wanted)

    work()

    content = browser.get(f"{address}/file", buffered=True).data
    written = content.decode() if wanted == "markdown" else words_of(content)
    assert "采纳的建议" in written
    thanks = "采纳自柳溪小学苏屿：加上“折纸”；删去“看一看”；“说”改成“讲”"
    assert thanks in "".join(written.split())


@pytest.mark.parametrize(
    ("state", "move"),
    [(State.DRAFTING, Move.CIRCULATE), (State.DISCUSSING, Move.CLOSE_DISCUSSION), (State.REVISING, None)],
)
def test_open_suggestions_are_pointed_out_and_hold_nothing_up(
    browser: Browser, make: Make, world: World, lin: User, su: User, state: State, move: Move | None
) -> None:
    plan = make_preparation(make, world.third, lin, su, state=state)
    address = f"/preparations/{plan.id}"
    assert "条建议没有处理" not in browser.login(lin).get(address).text
    suggest(make, plan, su, "9-1", "9-2")

    page = browser.get(address).text

    assert WAITING in page
    assert f'href="{address}/edit#suggestions"' in page
    assert WAITING not in browser.login(su).get(address).text  # not theirs to decide
    if move:
        browser.login(lin)
        assert browser.post(f"{address}/transitions", data={"move": move.value}).status_code == 303


@pytest.mark.parametrize(
    ("choice", "state"), [("reject", SuggestionState.REJECTED), ("leave", SuggestionState.OPEN)]
)
def test_finalizing_asks_what_becomes_of_them(
    browser: Browser,
    make: Make,
    world: World,
    lin: User,
    su: User,
    session: Session,
    deliver: Callable[[], int],
    choice: str,
    state: SuggestionState,
) -> None:
    plan = make_preparation(make, world.third, lin, su, state=State.REVISING)
    suggest(make, plan, su, "9-1", "9-2")
    address = f"/preparations/{plan.id}/finalization"
    page = browser.login(lin).get(address).text
    assert WAITING in page
    assert 'name="waiting"' in page

    unasked = browser.post(address, data={"visibility": "school"})
    assert unasked.status_code == 422
    assert "请选一下：没有处理的建议怎么办。" in unasked.text
    assert browser.post(address, data={"visibility": "school", "waiting": choice}).status_code == 303
    deliver()

    session.expire_all()
    rows = session.scalars(select(Suggestion)).all()
    assert {row.state for row in rows} == {state}
    told = session.scalars(
        select(Notification.recipient_id).where(Notification.kind == "suggestion.rejected")
    )
    assert told.all() == ([su.id] if choice == "reject" else [])
    assert "反例" not in browser.get(f"/preparations/{plan.id}/text").text


def test_nobody_is_asked_about_nothing(browser: Browser, make: Make, world: World, lin: User) -> None:
    plan = make_preparation(make, world.third, lin, state=State.REVISING)
    address = f"/preparations/{plan.id}/finalization"

    assert 'name="waiting"' not in browser.login(lin).get(address).text
    assert browser.post(address, data={"visibility": "school"}).status_code == 303


def test_what_nobody_decided_about_is_listed_to_those_who_worked_on_it(
    browser: Browser, make: Make, world: World, lin: User, su: User
) -> None:
    plan = make_preparation(make, world.third, lin, su, state=State.REVISING)
    suggest(make, plan, su, "9-1", "9-2")
    beside = make_person(make, world.third)
    final = {"visibility": "school", "waiting": "leave"}
    assert browser.login(lin).post(f"/preparations/{plan.id}/finalization", data=final).status_code == 303

    theirs = browser.login(su).get(f"/preparations/{plan.id}").text
    others = browser.login(beside).get(f"/preparations/{plan.id}")

    assert "定稿时没有处理的建议 2" in theirs
    assert theirs.count("加上“反例”") == 2
    assert others.status_code == 200
    assert "没有处理的建议" not in others.text
