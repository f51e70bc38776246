"""Every write asks for the token, whoever added it."""

import re

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.factories import Make


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


@pytest.mark.parametrize("who", ["guest", "somebody"])
def test_no_endpoint_writes_without_the_token(guarded: Flask, browser: Browser, make: Make, who: str) -> None:
    """Guests are asked to sign in where only members write."""
    if who == "somebody":
        browser.login(make.user())
    adapter = guarded.url_map.bind("localhost")
    writes = [rule for rule in guarded.url_map.iter_rules() if "POST" in (rule.methods or ())]
    answers: dict[str, int] = {}
    expected: dict[str, int] = {}
    for rule in writes:
        values = dict.fromkeys(rule.arguments, 1)
        for_members = getattr(guarded.view_functions[rule.endpoint], "access", "") == "login_required"
        expected[rule.endpoint] = 302 if for_members and who == "guest" else 400
        answers[rule.endpoint] = browser.post(adapter.build(rule.endpoint, values, method="POST")).status_code

    assert answers
    assert answers == expected


def test_the_form_of_the_page_carries_it(guarded: Flask, browser: Browser) -> None:
    page = browser.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert token

    sent = {"name": "nobody", "password": "wrong", "csrf_token": token.group(1)}

    assert browser.post("/sign-in", data=sent).status_code == 422
    assert browser.post("/sign-in", data=sent | {"csrf_token": "forged"}).status_code == 400
