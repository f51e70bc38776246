"""Scenario 25, as far as pages go: all by keyboard, text of twice the size, nothing by gesture only."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.windows import PATIENCE_MS, Window
from tests.installation import Installation
from tests.scenarios.people import preparation_of

pytestmark = pytest.mark.browser

TITLE = "习作：身边的小实验"
UNREACHABLE = """() => {
    const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [draggable=true]'
    const shown = element => element.checkVisibility() && !element.disabled && !element.closest('[inert]')
    const reached = new Set(window.reached)
    const radios = new Set([...reached].filter(e => e.type === 'radio').map(e => e.name))
    return [...document.querySelectorAll(wanted)]
        .filter(element => shown(element) && !reached.has(element) && !radios.has(element.name))
        .filter(element => !element.closest('[role=toolbar], .ProseMirror'))
        .map(element => element.outerHTML.slice(0, 120))
}"""
REMEMBER = """() => {
    const here = document.activeElement
    window.reached ??= []
    const again = window.reached.includes(here)
    window.reached.push(here)
    return here !== document.body && again
}"""


class Reader:
    """A teacher who enlarges everything and uses the keyboard."""

    def __init__(self, installation: Installation, chromium: Browser) -> None:
        visitor = installation.visitor("zhouruoxi")
        self.preparation = f"/preparations/{preparation_of(visitor, TITLE)}"
        context = chromium.new_context(
            locale="zh-CN", base_url=installation.server.url, viewport={"width": 1280, "height": 800}
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(visitor.cookies)
        self.page: Page = context.new_page()
        self.pages = ["/", "/preparations", self.preparation, f"{self.preparation}/text", "/search?q=实验"]


@pytest.fixture
def reader(installation: Installation, chromium: Browser) -> Iterator[Reader]:
    reader = Reader(installation, chromium)
    yield reader
    reader.page.context.close()


def test_everything_is_reached_by_tab(reader: Reader) -> None:
    for address in [*reader.pages, f"{reader.preparation}/participants"]:
        reader.page.goto(address)
        reader.page.locator("body").press("Tab")
        for _ in range(300):
            if reader.page.evaluate(REMEMBER):
                break
            reader.page.keyboard.press("Tab")
        assert reader.page.evaluate("window.reached.length") > 10, address
        assert reader.page.evaluate(UNREACHABLE) == [], address


def test_enter_does_what_a_click_does(reader: Reader) -> None:
    page = reader.page
    page.goto("/")
    for name in ("集体备课", TITLE, "一起编辑"):
        link = page.get_by_role("link", name=name).first
        link.focus()
        page.keyboard.press("Enter")
    window = Window(page)
    window.expect_saved()
    window.write("慢慢写")
    window.press("Alt+F10")
    expect(window.tool("undo")).to_be_focused()
    window.press("Enter")
    expect(window.paper).not_to_contain_text("慢慢写")
    window.press("Alt+F10")
    window.press("ArrowRight")
    expect(window.tool("redo")).to_be_focused()
    window.press("Enter")
    window.expect_words("慢慢写")
    page.goto(reader.preparation)
    menu = page.locator("main summary", has_text="更多")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="修改信息")).to_be_visible()


def test_text_of_twice_the_size_needs_no_scrolling_aside(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 640, "height": 400})  # 1280 at 200 %
    for address in [*reader.pages, f"{reader.preparation}/edit", "/preparations/new"]:
        reader.page.goto(address)
        wide = reader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address}: {wide} px too wide"


def test_every_control_has_a_name_in_words(reader: Reader) -> None:
    nameless = """() => [...document.querySelectorAll('a[href], button, summary, input, select')]
        .filter(e => e.checkVisibility() && e.type !== 'hidden' && e.type !== 'submit')
        .filter(e => !(e.innerText || e.textContent || e.ariaLabel || e.title || e.labels?.length
            || e.getAttribute('aria-labelledby')).toString().trim() && !e.labels?.length)
        .map(e => e.outerHTML.slice(0, 120))"""
    for address in [*reader.pages, f"{reader.preparation}/edit"]:
        reader.page.goto(address)
        assert reader.page.evaluate(nameless) == [], address
