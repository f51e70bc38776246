"""The list of one's browsers, and closing those one has forgotten."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.accounts.models import LoginSession, User
from app.blueprints.accounts.session import person_of_session
from app.blueprints.accounts.tidying import forget_stale
from app.blueprints.accounts.user_agents import device_of, in_words
from app.core import clock
from app.core.outbox import OutboxEntry
from tests.accounts.people import another
from tests.conftest import Browser
from tests.factories import Make
from tests.queries import max_queries


def test_the_list_marks_this_browser(browser: Browser, teacher: User) -> None:
    another(browser).login(teacher)

    page = browser.login(teacher).get("/account/devices").text

    assert page.count("这台设备</span>") == 1
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


ON_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
ON_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.3 Safari/605.1.15"
ON_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.56(0x1) Safari"
)
ON_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; PJD110 Build/UKQ1; wv) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36"
    " MicroMessenger/8.0.50"
)
ON_TABLET = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "chinese", "english"),
    [
        (ON_WINDOWS, "Chrome 142（Windows）", "Chrome 142 (Windows)"),
        (f"{ON_WINDOWS} Edg/142.0.0.0", "Edge 142（Windows）", "Edge 142 (Windows)"),
        (ON_MAC, "Safari 18（macOS）", "Safari 18 (macOS)"),
        (ON_IPHONE, "微信 8（iPhone）", "WeChat 8 (iPhone)"),
        (ON_PHONE, "微信 8（Android PJD110）", "WeChat 8 (Android PJD110)"),
        (ON_TABLET, "Chrome 142（Android）", "Chrome 142 (Android)"),
        ("", "—", "—"),
        ("curl/8.5", "—", "—"),
    ],
)
def test_devices_are_named_in_words(app: Flask, agent: str, chinese: str, english: str) -> None:
    with app.test_request_context():
        with force_locale("zh"):
            assert in_words(device_of(agent)) == chinese
        with force_locale("en"):
            assert in_words(device_of(agent)) == english
