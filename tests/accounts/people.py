"""People with a password, and the steps they take at the door."""

from dataclasses import dataclass

from app.blueprints.accounts.passwords import hash_password
from tests.conftest import Browser

PASSWORD = "qing-lan 2026"
HASH = hash_password(PASSWORD)
NEW = "竹林 后面的路 37"


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


def attempt(browser: Browser, name: str, password: str, **more: str) -> Answer:
    return send(browser, "/sign-in", name=name, password=password, **more)


def send(browser: Browser, path: str, **fields: str) -> Answer:
    page = browser.post(path, data=fields)
    return Answer(page.status_code, page.text, page.headers.get("Location", ""))


def follow(browser: Browser, path: str, **fields: str) -> Answer:
    """Send, and read the page that one is led to."""
    page = browser.post(path, data=fields, follow_redirects=True)
    return Answer(page.status_code, page.text, page.request.path)


def another(browser: Browser) -> Browser:
    """A second browser of the same application."""
    client = browser.application.test_client()
    assert isinstance(client, Browser)
    return client
