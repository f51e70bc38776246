"""What every answer says to the browser about security."""

import re

import pytest
from flask import Flask

from tests.conftest import Browser

PATHS = ["/sign-in", "/nowhere", "/healthz"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_forbids_foreign_and_inline_code(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_the_nonce_is_new_in_every_answer(browser: Browser) -> None:
    policies = [browser.get("/sign-in").headers["Content-Security-Policy"] for _ in range(2)]
    nonces = {re.findall(r"'nonce-([^']+)'", policy)[0] for policy in policies}

    assert len(nonces) == 2


def test_https_is_remembered_where_it_is_served(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["settings"], "https", True)

    assert browser.get("/sign-in").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(browser: Browser) -> None:
    cookie = browser.post("/language", data={"language": "en"}).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
