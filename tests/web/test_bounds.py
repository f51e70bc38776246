"""Absurd numbers and NUL bytes are the sender's fault, never a server error."""

import pytest

from tests.conftest import Browser
from tests.factories import Make


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/preparations/2147483648", 404),
        ("/preparations/9223372036854775808", 404),
        ("/preparations?school=9999999999", 200),
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


def test_forms(browser: Browser) -> None:
    page = browser.post("/sign-in", data={"account": "a\0b", "password": "x"})

    assert page.status_code == 400
