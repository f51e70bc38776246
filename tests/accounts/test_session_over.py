"""A session that is over while a page is open: the person is told, and comes back to where they were."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import LoginSession, User
from app.core import clock
from tests.accounts.people import PASSWORD, another, attempt
from tests.conftest import Browser

EXPIRED = "登录已过期，请重新登录。"
PUT_OUT = "这台设备的登录已结束：可能是你在别处退出、换了密码，或由管理员退出。请重新登录。"
FORM = "/preparations/new?node_id=790&q=%E5%88%86%E6%95%B0"
SITE = "http://localhost"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def put_out(browser: Browser, person: User) -> None:
    another(browser).login(person).post("/account/devices/others/sign-out")


def next_in(location: str) -> str:
    address = urlsplit(location)
    assert address.path == "/sign-in"
    return parse_qs(address.query)["next"][0]


def test_a_form_sent_after_the_session_leads_back_to_its_page(browser: Browser, teacher: User) -> None:
    put_out(browser.login(teacher), teacher)

    answer = browser.post("/preparations/new", data={"title": "x"}, headers={"Referer": SITE + FORM})

    assert answer.status_code == 302
    assert next_in(answer.location) == FORM
    page = browser.get(answer.location).text
    assert PUT_OUT in page
    assert "data-unsent-form" in page
    assert attempt(browser, "QH0001", PASSWORD, next=next_in(answer.location)).location == FORM


def test_without_a_cookie_the_form_meets_the_same_door(guarded: Flask, browser: Browser) -> None:
    answer = browser.post("/preparations/new", data={"title": "x"}, headers={"Referer": SITE + FORM})

    assert (answer.status_code, next_in(answer.location)) == (302, FORM)
    page = browser.get(answer.location).text
    assert EXPIRED in page
    assert "data-unsent-form" in page


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.test/account",
        "http://[",
        f"{SITE}/nowhere",
        f"{SITE}//evil.test",
        f"{SITE}/sign-out",
    ],
)
def test_a_page_that_is_none_of_ours_is_not_gone_back_to(browser: Browser, referer: str) -> None:
    headers = {"Referer": referer}

    with_a_page = browser.post("/account", headers=headers)
    without = browser.post("/account/devices/1/sign-out", headers=headers)

    assert [next_in(answer.location) for answer in (with_a_page, without)] == ["/account", "/"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_part_of_a_page_leads_back_to_the_whole(guarded: Flask, browser: Browser, method: str) -> None:
    address = "/preparations/new/colleagues?node_id=790" if method == "GET" else "/preparations/new"

    answer = browser.open(address, method=method, headers={**HTMX, "Referer": SITE + FORM})

    assert answer.status_code == 401
    assert next_in(answer.headers["HX-Redirect"]) == FORM
    assert "ended=form" in answer.headers["HX-Redirect"]


def test_the_next_page_of_a_device_put_out_says_so(browser: Browser, teacher: User) -> None:
    put_out(browser.login(teacher), teacher)

    answer = browser.get("/account")

    assert answer.location == "/sign-in?next=/account"
    page = browser.get(answer.location).text
    assert PUT_OUT in page
    assert "data-unsent-form" not in page  # nothing was sent: what was typed before is not waited for


def test_a_session_that_ran_out_is_called_expired(
    browser: Browser, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.login(teacher)
    later: datetime = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert EXPIRED in browser.get("/account", follow_redirects=True).text


def test_who_comes_for_the_first_time_or_signed_out_here_is_told_nothing(
    browser: Browser, teacher: User
) -> None:
    first = browser.get("/", follow_redirects=True).text
    left = browser.login(teacher).post("/sign-out", follow_redirects=True).text

    for page in (first, left):
        assert EXPIRED not in page
        assert PUT_OUT not in page


def test_an_old_token_of_somebody_signed_in_offers_the_way_back(
    guarded: Flask, browser: Browser, teacher: User
) -> None:
    browser.login(teacher)

    answer = browser.post("/preparations/new", headers={"Referer": SITE + FORM})

    assert answer.status_code == 400
    assert f'href="{FORM.replace("&", "&amp;")}"' in answer.text
    assert "go-back" not in answer.text  # the page as it was would have the old token again
    assert "data-unsent-form" in answer.text


def test_nothing_is_written_on_the_way(
    guarded: Flask, browser: Browser, teacher: User, session: Session
) -> None:
    browser.login(teacher)
    session.execute(delete(LoginSession))
    session.commit()

    answer = browser.post("/account", data={"email": "new@school.test"})

    assert answer.status_code == 302
    session.refresh(teacher)
    assert teacher.email == "lin@school.test"
    assert session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_a_script_that_uploads_is_still_answered_in_its_own_way(guarded: Flask, browser: Browser) -> None:
    answer = browser.post("/account", headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert "请求不完整或已过期" in answer.get_json()["error"]
