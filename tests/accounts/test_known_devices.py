"""A colleague who types wrong passwords locks the account for strangers, not for its owner."""

import pytest
from sqlalchemy.orm import Session

from app.blueprints.accounts.known_devices import COOKIE
from app.blueprints.accounts.models import User
from tests.accounts.people import NEW, PASSWORD, another, attempt, send
from tests.conftest import Browser
from tests.factories import Make


@pytest.fixture
def own(browser: Browser, teacher: User) -> Browser:
    """The teacher's computer: signed in once, signed out again."""
    attempt(browser, "QH0001", PASSWORD)
    browser.post("/sign-out")
    return browser


def locked_by_a_stranger(browser: Browser) -> Browser:
    stranger = another(browser)
    for _ in range(6):
        attempt(stranger, "QH0001", "wrong")
    return stranger


def test_the_owner_signs_in_on_a_known_device_while_strangers_are_locked_out(own: Browser) -> None:
    stranger = locked_by_a_stranger(own)

    assert attempt(own, "QH0001", PASSWORD).status == 303
    refused = attempt(stranger, "QH0001", PASSWORD)
    assert refused.status == 429
    assert "用平时登录的设备" in refused.text


def test_a_known_device_has_no_more_guesses_and_locks_only_itself(own: Browser) -> None:
    statuses = [attempt(own, "QH0001", "wrong").status for _ in range(5)]

    assert statuses == [422, 422, 422, 422, 429]
    assert attempt(own, "QH0001", PASSWORD).status == 429
    assert attempt(another(own), "QH0001", PASSWORD).status == 303


def test_signing_in_on_a_known_device_does_not_give_strangers_new_guesses(
    own: Browser, teacher: User, session: Session
) -> None:
    locked_by_a_stranger(own)

    attempt(own, "QH0001", PASSWORD)

    session.refresh(teacher)
    assert teacher.failed_sign_ins == 5


def test_a_device_is_known_for_those_only_who_signed_in_there(own: Browser, make: Make) -> None:
    colleague = make.user(
        account_name="QH0002", password_hash=make.find(User, account_name="QH0001").password_hash
    )
    stranger = another(own)
    for _ in range(5):
        attempt(stranger, "QH0002", "wrong")

    assert attempt(own, "QH0002", PASSWORD).status == 429
    assert attempt(own, "QH0001", PASSWORD).status == 303
    assert colleague.id


def test_a_forged_cookie_is_worth_nothing(own: Browser) -> None:
    forger = locked_by_a_stranger(own)
    real = own.get_cookie(COOKIE)
    assert real
    assert real.http_only

    for value in ("x", real.value[:-2], real.value.swapcase()):
        forger.set_cookie(COOKIE, value)
        assert attempt(forger, "QH0001", PASSWORD).status == 429


def test_the_cookie_names_nobody(own: Browser) -> None:
    cookie = own.get_cookie(COOKIE)

    assert cookie
    assert "QH0001" not in cookie.decoded_value


def test_a_reset_code_opens_on_a_known_device_while_strangers_are_locked_out(
    own: Browser, teacher: User, office: User
) -> None:
    desk = another(own).login(office)
    slip = desk.post(f"/accounts/{teacher.id}/reset-code", follow_redirects=True).text
    code = slip.split('<p class="code">')[1][:9]
    locked_by_a_stranger(own)

    assert send(own, "/reset", name="QH0001", code=code, new_password=NEW, repeated=NEW).status == 303
