"""Teachers of the demonstration at their own computers."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.demo.accounts import PASSWORD
from tests.browser.windows import PATIENCE_MS
from tests.installation import Installation


class Town:
    """The teachers' computers, each with a browser of its own."""

    def __init__(self, installation: Installation, chromium: Browser) -> None:
        self.installation = installation
        self._chromium = chromium
        self.complaints: list[str] = []

    def come(self, account: str, **options: object) -> Page:
        """A teacher opens the product and signs in, in a browser of their own."""
        context = self._chromium.new_context(
            locale="zh-CN", base_url=self.installation.server.url, **options  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        return self.sign_in(context, account)

    def open_plan(self, account: str, title: str, **options: object) -> Page:
        """A teacher at their own computer, before the text of a plan of grade six."""
        page = self.come(account, **options)
        page.goto("/preparations?tab=all&grade=g6")
        address = page.locator("a.row-title", has_text=title).first.get_attribute("href")
        page.goto(f"{address}/edit")
        return page

    def sign_in(self, context: BrowserContext, account: str) -> Page:
        page = self.open(context)
        page.goto("/sign-in")
        page.locator("[name=name]:visible").fill(account)
        page.locator("[name=password]:visible").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).first.click()
        expect(page.locator(".top-person")).to_be_visible()
        return page

    def open(self, context: BrowserContext) -> Page:
        """One more tab."""
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._note(line.type, line.text))
        return page

    def _note(self, kind: str, words: str) -> None:
        if kind == "error" and "Content Security Policy" in words:
            self.complaints.append(words)

    def close(self) -> None:
        for context in self._chromium.contexts:
            context.close()
