"""Which answers a device may keep, for whom, and how the worker travels."""

import gzip
import re

from app.web.assets import DIST
from tests.conftest import Browser
from tests.factories import Make


def test_the_worker_comes_from_the_root_and_is_asked_for_each_time(browser: Browser) -> None:
    with browser.get("/service-worker.js") as worker:
        assert worker.status_code == 200
        assert worker.mimetype == "text/javascript"
        assert worker.headers["Cache-Control"] == "no-cache"
        assert worker.headers["Service-Worker-Allowed"] == "/"
        assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]


def test_kept_pages_name_their_person_and_stay_out_of_the_http_cache(browser: Browser, make: Make) -> None:
    user = make.user()
    here = browser.login(user)
    here.get("/")  # the first page sets the token
    page = here.get("/")

    assert page.headers["Keep-For"] == str(user.id)
    assert page.headers["Cache-Control"] == "no-store"


def test_other_answers_may_not_be_kept(browser: Browser, make: Make) -> None:
    assert "Keep-For" not in browser.get("/").headers  # on the way to the sign-in page
    here = browser.login(make.user())
    here.get("/")
    for address in (
        "/account/devices",
        "/search",
        "/nowhere",
        "/offline",
        "/session",
        "/preparations/999999",
    ):
        assert "Keep-For" not in here.get(address).headers, address


def test_the_page_for_offline_times_is_nobodys(browser: Browser, make: Make) -> None:
    user = make.user()
    page = browser.login(user).get("/offline")

    assert page.status_code == 200
    assert user.name not in page.text
    assert "csrf" not in page.text


def test_a_page_that_was_away_learns_who_is_here(browser: Browser, make: Make) -> None:
    assert browser.get("/session").get_json()["person"] is None
    user = make.user()
    answer = browser.login(user).get("/session").get_json()

    assert answer["person"] == user.id
    assert answer["csrf"]


def test_what_every_page_loads_stays_light() -> None:
    """Scripts and styles without the editor; KaTeX and fonts come only with a formula."""
    worker = next(DIST.glob("service-worker-*.js")).read_text()
    first = set(re.findall(r"[\w-]+-[A-Z0-9]{8}\.(?:js|css)", worker.split("editor")[0]))
    shared = [path for path in DIST.iterdir() if path.name in first]

    assert any(path.name.startswith("main-") for path in shared)
    assert not any("katex" in path.name for path in shared)
    assert sum(len(gzip.compress(path.read_bytes())) for path in shared) < 40 * 1024
