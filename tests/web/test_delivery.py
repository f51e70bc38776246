"""How pages and files travel: compressed, cached where that is safe, never where it is not."""

import gzip

import brotli

from app.web.assets import DIST, built_name
from tests.conftest import Browser
from tests.factories import Make


def test_pages_are_compressed_when_the_browser_asks(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search", headers={"Accept-Encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert "搜索" in gzip.decompress(page.data).decode()


def test_personal_pages_stay_out_of_the_browsers_cache(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search")

    assert page.headers["Cache-Control"] == "no-store"


def test_bundles_are_cached_for_a_year(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    with browser.get(address) as style:
        assert style.status_code == 200
        assert "max-age=31536000" in style.headers["Cache-Control"]


def test_bundles_are_packed_once_and_sent_as_the_browser_takes_them(browser: Browser) -> None:
    address = f"/static/dist/{built_name('main.css')}"
    plain = (DIST / built_name("main.css")).read_bytes()
    for taken, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = browser.get(address, headers={"Accept-Encoding": taken})
        again = browser.get(
            address, headers={"Accept-Encoding": taken, "If-None-Match": packed.headers["ETag"]}
        )
        assert packed.headers["Content-Encoding"] == taken
        assert unpack(packed.data) == plain
        assert packed.headers["Cache-Control"] == "public, max-age=31536000"
        assert again.status_code == 304
    with browser.get(address) as whole:
        assert whole.data == plain
    assert browser.get("/static/dist/../../config.py", headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_a_page_without_the_editor_stays_below_200_kb(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/search")
    addresses = {part.split('"')[0].split("#")[0] for part in page.text.split('"/static/')[1:]}

    assert len(page.data) + sum(size_of(browser, address) for address in addresses) < 200 * 1024


def size_of(browser: Browser, address: str) -> int:
    with browser.get(f"/static/{address}") as file:
        return len(file.data)


def test_unknown_addresses_get_a_page_that_leads_home(browser: Browser, make: Make) -> None:
    page = browser.login(make.user()).get("/nowhere")

    assert page.status_code == 404
    assert 'href="/"' in page.text


def test_health_is_public(browser: Browser) -> None:
    assert browser.get("/healthz").text == "ok\n"
