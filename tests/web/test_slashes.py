"""A slash typed at the end of an address."""

import pytest

from tests.conftest import Browser
from tests.factories import Make


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/curriculum/", "/curriculum"),
        ("/notifications/?page=2", "/notifications?page=2"),
        ("/preparations//", "/preparations"),
        ("/admin", "/admin/"),
    ],
)
def test_a_slash_more_or_less_at_the_end_is_not_missing(
    browser: Browser, make: Make, typed: str, leads_to: str
) -> None:
    answer = browser.login(make.user()).get(typed)

    assert answer.status_code == 308
    assert answer.headers["Location"].removeprefix("http://localhost") == leads_to


@pytest.mark.parametrize("typed", ["/nowhere/", "//evil.example/", "/", "//curriculum/", "/static/dist/"])
def test_a_slash_leads_nowhere_else(browser: Browser, make: Make, typed: str) -> None:
    answer = browser.login(make.user()).get(typed)

    assert "evil" not in answer.headers.get("Location", "")
    assert answer.status_code != 308 or answer.headers["Location"].endswith("/curriculum")
