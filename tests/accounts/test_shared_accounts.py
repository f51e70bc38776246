"""Demo accounts are shared: nobody locks the others out, and no page shows a form that would be refused."""

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.core import clock
from tests.accounts.people import NEW, PASSWORD
from tests.conftest import Browser

SENTENCE = "这是大家共用的演示账号"
OWN = {
    "/account/password": {"current": PASSWORD, "new_password": NEW, "repeated": NEW},
    "/account/second-factor": {"password": PASSWORD},
    "/account/second-factor/confirmation": {"code": "123456"},
    "/account/second-factor/recovery-codes/new": {"password": PASSWORD},
    "/account/second-factor/removal": {"password": PASSWORD},
}


@pytest.fixture
def shared(app: Flask, teacher: User, monkeypatch: pytest.MonkeyPatch) -> User:
    demo = [{"account_name": "qh0001", "name": "林知远", "role": "教研组长", "school": "青禾实验小学"}]
    monkeypatch.setitem(app.config, "DEMO_ACCOUNTS", demo)
    monkeypatch.setitem(app.config, "DEMO_PASSWORD", PASSWORD)
    monkeypatch.setattr(app.extensions["settings"], "demo", True)
    return teacher


def test_they_are_shown_only_while_the_demo_setting_is_on(
    app: Flask, browser: Browser, shared: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.get("/sign-in").text
    monkeypatch.setattr(app.extensions["settings"], "demo", False)

    assert "演示账号" in page
    assert PASSWORD in page
    assert "演示账号" not in browser.get("/sign-in").text


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("factor", ["without", "pending", "with"])
def test_password_and_second_factor_stay_as_they_are(
    browser: Browser, shared: User, session: Session, path: str, factor: str
) -> None:
    shared.totp_secret = None if factor == "without" else pyotp.random_base32()
    shared.totp_confirmed_at = clock.now() if factor == "with" else None
    session.commit()

    answer = browser.login(shared).post(path, data=OWN[path])

    assert (answer.status_code, SENTENCE in answer.text) == (403, True)


@pytest.mark.parametrize("path", ["/account/password", "/account/second-factor"])
def test_a_sentence_stands_in_place_of_the_form(browser: Browser, shared: User, path: str) -> None:
    page = browser.login(shared).get(path).text

    assert SENTENCE in page
    assert f'action="{path}"' not in page


@pytest.mark.parametrize("action", ["reset-code", "suspension"])
def test_an_office_of_the_demo_does_not_lock_them_out(
    browser: Browser, shared: User, office: User, action: str
) -> None:
    page = browser.login(office).get(f"/accounts/{shared.id}").text

    assert SENTENCE in page
    assert action not in page
    assert "停用后马上不能登录" not in page, "nothing explains a button that is not there"
    assert "大家共用的演示账号不能停用" in page
    assert browser.post(f"/accounts/{shared.id}/{action}").status_code == 403


def test_everybody_else_has_the_forms(browser: Browser, shared: User, office: User) -> None:
    browser.login(office)

    for path in ("/account/password", "/account/second-factor"):
        page = browser.get(path).text
        assert SENTENCE not in page
        assert f'action="{path}"' in page
