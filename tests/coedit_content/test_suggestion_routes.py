"""Suggestions as a page asks for them: the register, decisions, the mode in which others begin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.coedit.models import Document, DocumentVersion
from app.blueprints.coedit.suggestions.models import Suggestion
from app.blueprints.notifications.models import Notification
from app.core import clock
from tests.coedit_content.advice import Advised
from tests.conftest import Browser
from tests.factories import Make
from tests.queries import max_queries

REFUSED = {302, 303, 401}


@pytest.fixture
def text(app: Flask, make: Make) -> Advised:
    advised = Advised(app, make)
    advised.add(advised.su, "77-1", "大家")
    return advised


def decide(browser: Browser, text: Advised, verb: str, keys: str = "77-1", reason: str = "") -> Any:
    return browser.post(text.address("/decisions"), data={"keys": keys, "verb": verb, "reason": reason})


def states(answer: Any) -> dict[str, str]:
    return {each["key"]: each["state"] for each in answer.json["suggestions"]}


CASTING: dict[str, Callable[[Advised, Make], User]] = {
    "in charge": lambda text, make: text.zhou,
    "other writer": lambda text, make: text.chen,
    "author": lambda text, make: text.su,
    "reader": lambda text, make: text.reader,
    "outsider": lambda text, make: make.user(),
    "suspended": lambda text, make: make.user(status=UserStatus.SUSPENDED),
}
#                    reads, adopts, rejects, takes back, says how others begin
EXPECTED = {
    "in charge": (200, 200, 200, 403, 200),
    "other writer": (200, 403, 403, 403, 403),
    "author": (200, 403, 403, 200, 403),
    "reader": (200, 403, 403, 403, 403),
    "outsider": (404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("name", CASTING)
def test_who_may_do_what(browser: Browser, make: Make, text: Advised, name: str) -> None:
    text.add(text.su, "77-2", "一起")
    text.add(text.su, "77-3", "慢慢")
    browser.login(CASTING[name](text, make))

    told = (
        browser.get(text.address()).status_code,
        decide(browser, text, "adopt", "77-1").status_code,
        decide(browser, text, "reject", "77-2").status_code,
        decide(browser, text, "withdraw", "77-3").status_code,
        browser.post(text.address("/default"), data={"on": "1"}).status_code,
    )

    assert set(told) <= REFUSED if name == "suspended" else told == EXPECTED[name]


def test_an_answer_says_who_suggested_what_and_who_decided(browser: Browser, text: Advised) -> None:
    answer = decide(browser.login(text.zhou), text, "reject", reason=" 和下一步重复 ")

    assert answer.json["decided"] == ["77-1"]
    [line] = browser.login(text.su).get(text.address()).get_json()["suggestions"]
    assert (line["author"]["name"], line["inserted"], line["state"]) == ("苏屿", "大家", "rejected")
    assert (line["decidedBy"]["name"], line["reason"]) == ("周若溪", "和下一步重复")
    assert line["settled"] is False


def test_whoever_comes_second_hears_that_it_was_decided(browser: Browser, text: Advised) -> None:
    decide(browser.login(text.zhou), text, "adopt")

    second = decide(browser.login(text.su), text, "withdraw")

    assert second.json["decided"] == []
    assert states(second) == {"77-1": "adopted"}


def test_the_same_decision_twice_is_one(browser: Browser, text: Advised) -> None:
    browser.login(text.zhou)
    decide(browser, text, "adopt")

    assert decide(browser, text, "adopt").json["decided"] == ["77-1"]


def test_many_at_once_ask_as_often_as_a_few(browser: Browser, text: Advised) -> None:
    keys = [f"77-{number}" for number in range(2, 42)]
    for key in keys:
        text.add(text.su, key, "又")
    text.look()
    browser.login(text.zhou)

    with max_queries(40):
        answer = decide(browser, text, "adopt", " ".join(keys))

    assert len(answer.json["decided"]) == 40
    assert states(answer)["77-1"] == "open"


@pytest.mark.parametrize(
    ("keys", "verb", "code"),
    [
        ("77-1", "burn", 422),
        ("", "adopt", 422),
        ("77-1; drop", "adopt", 422),
        ("77-" + "1" * 40, "adopt", 422),
        (" ".join(f"77-{number}" for number in range(501)), "adopt", 422),
        ("12345-6", "adopt", 409),
    ],
)
def test_rubbish_decides_nothing(browser: Browser, text: Advised, keys: str, verb: str, code: int) -> None:
    browser.login(text.zhou)

    assert decide(browser, text, verb, keys).status_code == code

    text.look()
    assert states(browser.get(text.address())) == {"77-1": "open"}


def test_a_long_reason_is_cut(browser: Browser, text: Advised) -> None:
    answer = decide(browser.login(text.zhou), text, "reject", reason="因为" * 400)

    assert len(answer.json["suggestions"][0]["reason"]) == 200


def test_in_a_closed_text_nothing_is_decided(browser: Browser, text: Advised, session: Session) -> None:
    text.look()
    session.get_one(Document, text.id).closed_at = clock.now()
    session.commit()

    assert decide(browser.login(text.zhou), text, "adopt").status_code == 403
    assert decide(browser.login(text.su), text, "withdraw").status_code == 403


def test_others_begin_as_whoever_is_in_charge_wishes(browser: Browser, text: Advised) -> None:
    browser.login(text.zhou).post(text.address("/default"), data={"on": "1"})
    told = browser.login(text.chen).get(text.address()).get_json()
    assert (told["suggestByDefault"], told["mayDecide"]) == (True, False)

    browser.login(text.zhou).post(text.address("/default"), data={"on": "0"})
    assert browser.get(text.address()).get_json()["suggestByDefault"] is False


def test_the_author_hears_of_it_once_and_comes_to_the_text(
    browser: Browser, text: Advised, session: Session, deliver: Callable[[], int]
) -> None:
    text.add(text.su, "77-2", "一起")
    decide(browser.login(text.zhou), text, "adopt", "77-1 77-2")
    deliver()

    [told] = session.scalars(select(Notification)).all()
    assert (told.recipient_id, told.kind) == (text.su.id, "suggestion.adopted")
    shown = browser.login(text.su).get(text.address("/text"))
    assert shown.headers["Location"].endswith(f"/shelf/{text.id}#suggestions")


def test_what_is_taken_back_is_news_to_nobody(
    browser: Browser, text: Advised, session: Session, deliver: Callable[[], int]
) -> None:
    decide(browser.login(text.su), text, "withdraw")
    deliver()

    assert session.scalars(select(Notification)).all() == []


def test_an_earlier_version_shows_what_was_suggested_then(
    browser: Browser, text: Advised, session: Session
) -> None:
    history = f"/documents/{text.id}/history"
    text.strike(text.chen, "88-1", "再说")
    text.look()
    browser.login(text.zhou).post(f"{history}/versions", data={"label": "讨论时"})
    decide(browser, text, "adopt", "77-1 88-1")
    text.take_out(text.zhou, "大家")

    version = session.scalars(select(DocumentVersion.id)).one()
    page = browser.get(f"{history}/versions/{version}")

    assert '<ins class="suggested-insertion" title="苏屿 建议">大家</ins>' in page.text
    assert '<del class="suggested-deletion" title="陈立 建议">再说</del>' in page.text


def test_adopted_suggestions_count_as_contributions(browser: Browser, text: Advised) -> None:
    text.add(text.su, "77-2", "一起")
    text.add(text.chen, "88-1", "慢慢")
    decide(browser.login(text.zhou), text, "adopt", "77-1 77-2")
    decide(browser, text, "reject", "88-1")

    page = " ".join(browser.get(f"/documents/{text.id}/history").text.split())

    assert '<th scope="col">采纳的建议</th>' in page
    assert '<tr><th scope="row">苏屿</th><td>2</td>' in page
    assert '<th scope="row">陈立</th>' not in page


def test_whoever_decided_takes_it_back_and_nobody_else(browser: Browser, text: Advised) -> None:
    decide(browser.login(text.zhou), text, "adopt", reason="好")

    assert decide(browser.login(text.su), text, "undo").status_code == 403
    back = decide(browser.login(text.zhou), text, "undo")

    assert back.json["decided"] == ["77-1"]
    [line] = back.json["suggestions"]
    assert (line["state"], line["author"]["name"], line["decidedBy"], line["reason"], line["thanks"]) == (
        "open", "苏屿", None, "", None,
    )  # fmt: skip
    assert states(decide(browser, text, "reject")) == {"77-1": "rejected"}


def test_what_was_decided_long_ago_is_not_taken_back(
    browser: Browser, text: Advised, session: Session
) -> None:
    decide(browser.login(text.zhou), text, "adopt")
    session.scalars(select(Suggestion)).one().decided_at = clock.now() - timedelta(minutes=6)
    session.commit()

    late = decide(browser, text, "undo")

    assert late.status_code == 409
    assert "历史" in late.text
    assert session.scalars(select(Suggestion.state)).one() == "adopted"
