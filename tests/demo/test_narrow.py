"""No page of the demonstration is wider than a phone: whoever would have to push it sideways gives up."""

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.demo.crawl import pages
from tests.installation import Installation

pytestmark = pytest.mark.browser

PHONE = 360
LOOK = """() => ({
    width: document.documentElement.scrollWidth,
    links: [...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href').split('#')[0]),
})"""


class Phone:
    """Somebody's window; `wide` are the pages that did not fit, `broken` those that did not come."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._address = page, address
        self.wide: dict[str, int] = {}
        self.broken: dict[str, int] = {}

    def links(self, path: str) -> list[str]:
        try:
            answer = self._page.goto(self._address + path, wait_until="load")
        except Error as failure:
            if "Download is starting" in failure.message:
                return []
            raise
        if answer is not None and answer.status >= 400:
            self.broken[path] = answer.status
        seen = self._page.evaluate(LOOK)
        if seen["width"] > PHONE:
            self.wide[path] = seen["width"]
        return [link for link in seen["links"] if link]


def test_every_page_fits_a_phone(installation: Installation, chromium: Browser) -> None:
    for account in ("zhouruoxi", "qiaoanlan", "admin"):  # a teacher, a group office, the administrator
        context = chromium.new_context(
            viewport={"width": PHONE, "height": 740}, service_workers="block", has_touch=True, is_mobile=True
        )
        context.add_cookies(installation.visitor(account).cookies)
        phone = Phone(context.new_page(), installation.server.url)

        visited = sum(1 for _ in pages(phone.links, alike=1))
        context.close()

        assert (phone.wide, phone.broken) == ({}, {}), account
        assert visited > 40, account
