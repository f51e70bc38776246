"""The list of one's browsers, and closing those one has forgotten."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import LoginSession, User
from app.blueprints.accounts.session import person_of_session
from app.blueprints.accounts.tidying import forget_stale
from app.core import clock
from app.core.outbox import OutboxEntry
from tests.accounts.people import another
from tests.conftest import Browser
from tests.factories import Make
from tests.queries import max_queries


def test_the_list_marks_this_browser(browser: Browser, teacher: User) -> None:
    another(browser).login(teacher)

    page = browser.login(teacher).get("/account/devices").text

    assert page.count("本机</span>") == 1
    assert page.count("退出这台设备") == 1


def test_signing_out_another_browser_ends_its_access_at_once(
    browser: Browser, teacher: User, session: Session
) -> None:
    forgotten = another(browser).login(teacher)
    row_id = session.scalars(select(LoginSession.id)).one()
    browser.login(teacher)

    answer = browser.post(f"/account/devices/{row_id}/sign-out")

    assert answer.status_code == 303
    assert forgotten.get("/account").status_code == 302
    assert browser.get("/account").status_code == 200
    emitted = session.scalars(select(OutboxEntry).where(OutboxEntry.name == SessionsRevoked.name)).all()
    assert [entry.payload for entry in emitted] == [{"user_id": teacher.id}]


def test_all_others_can_be_signed_out_together(browser: Browser, teacher: User) -> None:
    others = [another(browser).login(teacher) for _ in range(2)]
    browser.login(teacher)

    browser.post("/account/devices/others/sign-out")

    assert [other.get("/account").status_code for other in others] == [302, 302]
    assert browser.get("/account").status_code == 200


def test_nobody_closes_the_browser_of_somebody_else(
    browser: Browser, make: Make, teacher: User, session: Session
) -> None:
    theirs = another(browser).login(make.user())
    row_id = session.scalars(select(LoginSession.id)).one()

    assert browser.login(teacher).post(f"/account/devices/{row_id}/sign-out").status_code == 404
    assert theirs.get("/account").status_code == 200


def test_an_unused_session_expires(browser: Browser, teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.login(teacher)
    later: datetime = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    page = browser.get("/account")

    assert (page.status_code, page.headers["Location"]) == (302, "/sign-in?next=/account")


@pytest.mark.parametrize("browsers", [3, 30])
def test_the_list_asks_few_questions(browser: Browser, teacher: User, browsers: int) -> None:
    for _ in range(browsers):
        another(browser).login(teacher)
    browser.login(teacher)

    with max_queries(5):
        browser.get("/account/devices")


def test_the_number_of_a_closed_session_is_never_given_to_another(
    browser: Browser, teacher: User, make: Make, session: Session
) -> None:
    browser.login(teacher)
    closed = session.scalars(select(LoginSession.id)).one()
    browser.post("/sign-out")

    browser.login(make.user())

    assert session.scalars(select(LoginSession.id)).one() > closed


def test_connections_count_as_long_as_the_session_and_the_password_do(
    app: Flask, browser: Browser, teacher: User, session: Session
) -> None:
    browser.login(teacher)
    row_id = session.scalars(select(LoginSession.id)).one()

    def person() -> int | None:
        with app.app_context():
            found = person_of_session(row_id)
            return found.id if found else None

    assert person() == teacher.id
    teacher.must_change_password = True
    session.commit()
    assert person() is None
    browser.post("/sign-out")
    assert person() is None


def test_expired_sessions_are_cleared_away(
    app: Flask, browser: Browser, teacher: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.login(teacher)
    later: datetime = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)

    with app.app_context():
        forget_stale()

    assert session.scalars(select(LoginSession)).all() == []
