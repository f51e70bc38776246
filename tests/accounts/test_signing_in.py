"""The front door: who gets in, who does not, and that nobody learns which accounts exist."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import LoginSession, UnknownName, User, UserStatus
from app.blueprints.accounts.passwords import verify_password
from app.core import clock
from app.core.audit import AuditEntry
from tests.accounts.people import HASH, PASSWORD, attempt
from tests.conftest import Browser
from tests.factories import Make

WRONG = "账号或密码不对。"


@pytest.mark.parametrize(
    "typed",
    [
        "QH0001",
        "qh0001",
        " QH0001 ",
        "\uff31\uff280001",
        "13800001234",
        "+86 138-0000-1234",
        "Lin@School.test",
    ],
)
def test_a_person_signs_in_by_account_name_phone_or_mail(browser: Browser, teacher: User, typed: str) -> None:
    answer = attempt(browser, typed, PASSWORD, next="/account")

    assert (answer.status, answer.location) == (303, "/account")


@pytest.mark.parametrize(("name", "password"), [("QH0001", "wrong"), ("nobody", PASSWORD)])
def test_wrong_passwords_and_unknown_names_get_the_same_answer(
    browser: Browser, teacher: User, session: Session, name: str, password: str
) -> None:
    answer = attempt(browser, name, password)

    assert answer.status == 422
    assert WRONG in answer.text
    assert password not in answer.text
    assert session.scalars(select(LoginSession)).all() == []


def test_an_account_without_a_password_opens_to_nobody() -> None:
    assert verify_password(None, "") is False
    assert verify_password(None, PASSWORD) is False
    assert verify_password("not a hash", PASSWORD) is False
    assert verify_password(HASH, PASSWORD) is True


@pytest.mark.parametrize("name", ["QH0001", "nobody"])
def test_five_failures_lock_known_and_unknown_names_alike(browser: Browser, teacher: User, name: str) -> None:
    answers = [attempt(browser, name, "wrong") for _ in range(5)]
    locked = attempt(browser, name, PASSWORD)

    assert [answer.status for answer in answers] == [422, 422, 422, 422, 429]
    assert locked.status == 429
    assert "请在 1 分钟后再试" in locked.text


def test_each_further_failure_locks_a_little_longer_up_to_ten_minutes(make: Make) -> None:
    teacher = make.user()
    now = clock.now()

    waits = []
    for _ in range(12):
        teacher.count_attempt(now)
        waits.append(teacher.locked_for(now))
    teacher.count_attempt(now + timedelta(days=1, minutes=11))

    minutes = [wait and wait / timedelta(minutes=1) for wait in waits]
    assert teacher.failed_sign_ins == 1
    assert minutes == [None, None, None, None, 1, 1, 2, 3, 5, 8, 10, 10]


def test_after_the_wait_the_right_password_opens_and_forgets_the_failures(
    browser: Browser, teacher: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        attempt(browser, "QH0001", "wrong")
    later: datetime = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert attempt(browser, "QH0001", PASSWORD).status == 303
    session.refresh(teacher)
    assert (teacher.failed_sign_ins, teacher.locked_until) == (0, None)


def test_names_nobody_has_are_forgotten_after_a_day(
    browser: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt(browser, "nobody", "wrong")
    later: datetime = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    attempt(browser, "somebody else", "wrong")

    assert session.scalar(select(func.count()).select_from(UnknownName)) == 1


def test_a_suspended_person_is_told_so_only_with_the_right_password(
    browser: Browser, teacher: User, session: Session
) -> None:
    teacher.status = UserStatus.SUSPENDED
    session.commit()

    assert "已停用" in attempt(browser, "QH0001", PASSWORD).text
    assert "已停用" not in attempt(browser, "QH0001", "wrong").text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browser, teacher: User, elsewhere: str) -> None:
    assert attempt(browser, "QH0001", PASSWORD, next=elsewhere).location == "/"


def test_a_protected_page_leads_to_sign_in_and_back(browser: Browser) -> None:
    page = browser.get("/sign-in?next=/account")

    assert 'value="/account"' in page.text


def test_the_cookie_of_before_is_worth_nothing_after_signing_in(
    browser: Browser, teacher: User, make: Make, session: Session
) -> None:
    browser.login(make.user())
    with browser.session_transaction() as cookie:
        before = dict(cookie)

    attempt(browser, "QH0001", PASSWORD)

    with browser.session_transaction() as cookie:
        assert not set(before.values()) & set(cookie.values()) - {True}
    assert session.scalars(select(LoginSession.user_id)).all() == [teacher.id]


def test_signing_out_closes_this_browser_only(browser: Browser, teacher: User, session: Session) -> None:
    browser.application.test_client().login(teacher)  # type: ignore[attr-defined]  # a Browser
    browser.login(teacher)

    answer = browser.post("/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_sign_ins_are_on_record_without_secrets(browser: Browser, teacher: User, session: Session) -> None:
    attempt(browser, "QH0001", "wrong-secret")
    attempt(browser, "nobody-secret", "wrong-secret")
    attempt(browser, "QH0001", PASSWORD)

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.target_id) for entry in entries] == [
        ("accounts.sign_in_failed", teacher.id),
        ("accounts.sign_in_failed", None),
        ("accounts.signed_in", teacher.id),
    ]
    assert not any("secret" in entry.note + entry.actor_name for entry in entries)


def test_one_browser_cannot_try_without_end(browser: Browser) -> None:
    statuses = [attempt(browser, f"name{number}", "wrong").status for number in range(12)]

    assert statuses == [422] * 10 + [429] * 2


def test_whoever_tries_too_often_reads_so_in_the_form_and_keeps_what_was_typed(browser: Browser) -> None:
    for number in range(10):
        attempt(browser, f"name{number}", "wrong")

    page = browser.post("/sign-in", data={"name": "QH0001", "password": "typed-secret", "next": "/account"})

    assert (page.status_code, int(page.headers["Retry-After"]) > 0) == (429, True)
    assert re.search(r"操作太频繁，请在 \d+ 秒后再试。", page.text)
    assert 'value="QH0001"' in page.text
    assert 'value="/account"' in page.text
    assert "typed-secret" not in page.text
