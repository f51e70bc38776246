"""Takes the README's pictures from a running demonstration: `python bench/pictures.py http://127.0.0.1:5000`.

Freshly loaded, so that nobody has changed what is shown; written into docs/pictures.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PASSWORD = "qinglan-demo"  # noqa: S105 - the demonstration's
DISCUSSED = "百分数的意义"
PAGES = {"home": "/", "preparations": "/preparations", "search": "/search?q=实验"}


def main(base: str) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = _signed_in(chromium, base, "zhouruoxi")
        for name, address in PAGES.items():
            page.goto(address)
            _take(page, name)
        page.goto("/preparations")
        page.get_by_role("link", name="习作：身边的小实验").first.click()
        _take(page, "show")
        _take_editor(chromium, base)
        chromium.close()


def _take_editor(chromium: Browser, base: str) -> None:
    """Two teachers of two schools in one plan."""
    pages = [_signed_in(chromium, base, account) for account in ("chengyian", "qinlang")]
    for page in pages:
        page.goto("/preparations?tab=all")
        page.get_by_role("link", name=DISCUSSED).first.click()
        page.get_by_role("link", name="一起编辑").first.click()
        page.locator('[data-coedit="status"]', has_text="已保存").wait_for()
    mine, other = pages
    other.get_by_text("样本有多少").first.click()
    other.keyboard.press("End")
    mine.locator(".caret-label").first.wait_for()
    _take(mine, "edit")


def _signed_in(chromium: Browser, base: str, account: str) -> Page:
    context = chromium.new_context(base_url=base, locale="zh-CN", viewport={"width": 1280, "height": 820})
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("[name=name]:visible").fill(account)
    page.locator("[name=password]:visible").fill(PASSWORD)
    page.locator("[name=password]:visible").press("Enter")
    page.wait_for_url("**/")
    return page


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
