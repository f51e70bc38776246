"""The optional second factor, and the way back in when the phone is lost."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import LoginSession, RecoveryCode, User
from app.core import clock
from tests.accounts.people import PASSWORD, another, attempt, follow, send
from tests.conftest import Browser

MORNING = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    return monkeypatch


def code_of(user: User, at: datetime = MORNING) -> str:
    assert user.totp_secret
    return pyotp.TOTP(user.totp_secret).at(at)


@pytest.fixture
def careful(teacher: User, session: Session, morning: pytest.MonkeyPatch) -> User:
    teacher.totp_secret = pyotp.random_base32()
    teacher.totp_confirmed_at = MORNING
    session.commit()
    return teacher


def test_setting_it_up_shows_ten_recovery_codes_once(
    browser: Browser, teacher: User, session: Session, morning: pytest.MonkeyPatch
) -> None:
    browser.login(teacher)
    assert send(browser, "/account/second-factor", password=PASSWORD).status == 303
    page = browser.get("/account/second-factor").text
    session.refresh(teacher)

    sheet = follow(browser, "/account/second-factor/confirmation", code=code_of(teacher))

    assert "data:image/svg+xml" in page
    assert teacher.totp_secret
    assert teacher.totp_secret in page
    assert len(set(re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", sheet.text))) == 10
    assert "以前的恢复码已经作废" not in sheet.text, "there were none"
    again = follow(browser, "/account/second-factor/recovery-codes/new", password=PASSWORD)
    assert "以前的恢复码已经作废" in again.text
    assert teacher.totp_secret not in browser.get("/account/second-factor").text


def test_what_was_only_begun_is_dropped_and_never_shown_elsewhere(
    browser: Browser, teacher: User, session: Session
) -> None:
    browser.login(teacher)
    send(browser, "/account/second-factor", password=PASSWORD)
    elsewhere = another(browser).login(teacher)
    session.refresh(teacher)
    assert str(teacher.totp_secret) not in elsewhere.get("/account/second-factor").text
    typed = pyotp.TOTP(str(teacher.totp_secret)).now()
    assert send(elsewhere, "/account/second-factor/confirmation", code=typed).status == 409

    assert send(browser, "/account/second-factor/cancellation").status == 303

    session.refresh(teacher)
    assert teacher.totp_secret is None
    assert "开始设置" in browser.get("/account/second-factor").text


def test_enter_in_the_password_field_changes_nothing(browser: Browser, careful: User) -> None:
    """A browser presses the first button of a form; one that is switched off stops it."""
    page = browser.login(careful).get("/account/second-factor").text

    form = next(form for form in page.split("<form")[1:] if "formaction" in form.split("</form>")[0])
    assert "disabled" in re.findall(r"<button[^>]*>", form)[0]


def test_a_wrong_code_does_not_turn_it_on(browser: Browser, teacher: User, session: Session) -> None:
    browser.login(teacher)
    send(browser, "/account/second-factor", password=PASSWORD)

    assert send(browser, "/account/second-factor/confirmation", code="000 00").status == 422
    session.refresh(teacher)
    assert teacher.has_second_factor is False


def test_each_change_asks_for_the_password(browser: Browser, careful: User, session: Session) -> None:
    browser.login(careful)

    for path in ("recovery-codes/new", "removal"):
        assert send(browser, f"/account/second-factor/{path}", password="wrong").status == 422
    assert send(browser, "/account/second-factor/recovery-codes/new", password=PASSWORD).status == 303
    assert send(browser, "/account/second-factor", password=PASSWORD).status == 409
    assert send(browser, "/account/second-factor/removal", password=PASSWORD).status == 303
    session.refresh(careful)
    assert careful.has_second_factor is False
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


def test_the_password_alone_does_not_sign_in(browser: Browser, careful: User, session: Session) -> None:
    answer = attempt(browser, "QH0001", PASSWORD, next="/account/devices")

    assert answer.location == "/sign-in/second-step"
    assert session.scalars(select(LoginSession)).all() == []
    assert browser.get("/account").status_code == 302
    done = send(browser, "/sign-in/second-step", code=code_of(careful))
    assert (done.status, done.location) == (303, "/account/devices")
    assert browser.get("/account").status_code == 200


def test_a_code_is_good_once(browser: Browser, careful: User) -> None:
    attempt(browser, "QH0001", PASSWORD)
    send(browser, "/sign-in/second-step", code=code_of(careful))
    spy = another(browser)
    attempt(spy, "QH0001", PASSWORD)

    assert send(spy, "/sign-in/second-step", code=code_of(careful)).status == 422
    before = code_of(careful, MORNING - timedelta(seconds=30))
    assert send(spy, "/sign-in/second-step", code=before).status == 422
    following = code_of(careful, MORNING + timedelta(seconds=30))
    assert send(spy, "/sign-in/second-step", code=following).status == 303


def test_a_wrong_recovery_code_is_not_called_a_code_of_the_app(browser: Browser, careful: User) -> None:
    attempt(browser, "QH0001", PASSWORD)

    assert "恢复码不对" in send(browser, "/sign-in/second-step", code="ABCD-EFGH-JKMN").text
    assert "请等下一个验证码" in send(browser, "/sign-in/second-step", code="000000").text


def test_a_recovery_code_is_good_once(browser: Browser, careful: User) -> None:
    browser.login(careful)
    sheet = follow(browser, "/account/second-factor/recovery-codes/new", password=PASSWORD).text
    code = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", sheet)[3]

    statuses = []
    for _ in range(2):
        guest = another(browser)
        attempt(guest, "QH0001", PASSWORD)
        statuses.append(send(guest, "/sign-in/second-step", code=code.lower()).status)

    assert statuses == [303, 422]


def test_who_comes_in_by_a_recovery_code_learns_how_many_are_left(browser: Browser, careful: User) -> None:
    browser.login(careful)
    sheet = follow(browser, "/account/second-factor/recovery-codes/new", password=PASSWORD).text
    codes = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", sheet)

    told = []
    for code in codes:
        guest = another(browser)
        attempt(guest, "QH0001", PASSWORD)
        told.append(follow(guest, "/sign-in/second-step", code=code).text)

    assert "你用恢复码登录，还剩 9 个恢复码。" in told[0]
    assert ["快用完了" in page for page in told] == [False] * 7 + [True, True, False]
    assert "你用了最后一个恢复码" in told[9]


def test_codes_cannot_be_guessed_without_end(browser: Browser, careful: User) -> None:
    attempt(browser, "QH0001", PASSWORD)

    statuses = [send(browser, "/sign-in/second-step", code="000000").status for _ in range(5)]

    assert statuses == [422, 422, 422, 429, 429]
    assert attempt(another(browser), "QH0001", PASSWORD).status == 429


def test_the_second_step_waits_five_minutes(
    browser: Browser, careful: User, morning: pytest.MonkeyPatch
) -> None:
    attempt(browser, "QH0001", PASSWORD)
    assert browser.get("/sign-in/second-step").status_code == 200
    later = MORNING + timedelta(minutes=5, seconds=1)
    morning.setattr(clock, "now", lambda: later)

    assert browser.get("/sign-in/second-step").headers["Location"] == "/sign-in"
    assert send(browser, "/sign-in/second-step", code=code_of(careful, later)).status == 409


def test_nobody_comes_to_the_second_step_without_the_first(browser: Browser, careful: User) -> None:
    assert browser.get("/sign-in/second-step").status_code == 302
    assert send(browser, "/sign-in/second-step", code=code_of(careful)).status == 409
