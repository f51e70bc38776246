"""Secrets are shown exactly once, to the browser that asked, and kept nowhere in clear."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.tidying import forget_stale
from app.core import clock
from app.core.jobs import Job
from tests.accounts.people import another
from tests.conftest import Browser

CODE = re.compile(r'<p class="code">([A-Z2-9]{4}-[A-Z2-9]{4})</p>')


@pytest.fixture
def page(browser: Browser, teacher: User, office: User) -> str:
    """The address of a code just issued and not yet looked at."""
    answer = browser.login(office).post(f"/accounts/{teacher.id}/reset-code")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_the_code_is_shown_once_and_then_how_to_get_another(browser: Browser, page: str) -> None:
    first, second = browser.get(page), browser.get(page)

    assert (first.status_code, second.status_code) == (200, 410)
    assert first.headers["Cache-Control"] == "no-store"
    shown = CODE.findall(first.text)
    assert len(shown) == 1
    assert shown[0] not in page + second.text
    assert "显示过" in second.text
    assert "再发放一个" in second.text


def test_looking_at_the_headers_uses_nothing_up(browser: Browser, page: str) -> None:
    browser.head(page)

    assert browser.get(page).status_code == 200


def test_another_browser_of_the_same_person_does_not_see_it(
    browser: Browser, office: User, page: str
) -> None:
    elsewhere = another(browser).login(office).get(page)

    assert (elsewhere.status_code, CODE.findall(elsewhere.text)) == (410, [])
    assert browser.get(page).status_code == 200


def test_it_lies_in_the_database_masked_and_is_wiped_when_shown(
    browser: Browser, page: str, session: Session
) -> None:
    stored = session.scalars(select(Job)).one()
    masked = bytes.fromhex(stored.payload["masked"])

    code = CODE.findall(browser.get(page).text)[0]

    assert code.encode() not in masked
    assert code not in str(stored.payload)
    with browser.session_transaction() as cookie:
        assert code not in str(dict(cookie))
    session.refresh(stored)
    assert stored.payload["masked"] == ""


def test_a_new_one_replaces_the_one_nobody_looked_at(browser: Browser, page: str, session: Session) -> None:
    browser.post(page)

    assert len(session.scalars(select(Job)).all()) == 1
    assert CODE.search(browser.get(page).text)


def test_after_ten_minutes_it_is_gone(
    browser: Browser, page: str, session: Session, work: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    later: datetime = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = browser.get(page)
    work()

    assert (answer.status_code, CODE.findall(answer.text)) == (410, [])
    assert "超过 10 分钟" in answer.text
    assert session.scalars(select(Job)).one().payload["masked"] == ""


def test_its_trace_goes_after_a_day(
    browser: Browser, page: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: datetime = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    with browser.application.app_context():
        forget_stale()

    assert session.scalars(select(Job)).all() == []
