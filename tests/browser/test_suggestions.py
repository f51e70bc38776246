"""Two teachers and suggestions: written, seen live, adopted or not, without network, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_comments import SELECT
from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
QUOTE = "写成85%千克吗"


class Desk(Window):
    """A teacher's window, with the suggestions in it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.added: Locator = self.paper.locator("ins.suggested-insertion")
        self.struck: Locator = self.paper.locator("del.suggested-deletion")
        self.card: Locator = page.locator('[data-coedit="suggestion-card"]')
        self.listed: Locator = page.locator('[data-coedit="suggestions-list"] > li')

    def select(self, words: str) -> None:
        self.paper.focus()
        self.paper.evaluate(SELECT, words)

    def suggest_from_now_on(self) -> None:
        self.page.locator('[data-mode-choice="suggest"]').click()
        expect(self.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()

    def insert(self, words: str, *, behind: str) -> None:
        self.put_caret_behind(behind)
        self.page.keyboard.type(words)

    def show_list(self) -> None:
        self.page.locator('[data-coedit="suggestions-toggle"]').click()
        expect(self.page.locator('[data-coedit="suggestions"]')).to_be_visible()

    def one(self, words: str) -> Locator:
        return self.listed.filter(has_text=words)

    def expect_added(self, words: str) -> None:
        expect(self.added.filter(has_text=words).first).to_be_visible()

    def expect_nothing_of(self, words: str) -> None:
        expect(self.paper).not_to_contain_text(words)


def open_plan(town: Town, account: str, **options: object) -> Desk:
    page = town.come(account, **options)
    page.goto("/preparations?tab=all&grade=g6")
    address = page.locator("a.row-title", has_text=TITLE).first.get_attribute("href")
    page.goto(f"{address}/edit")
    desk = Desk(page)
    desk.expect_saved()
    return desk


def test_words_are_suggested_and_the_lead_preparer_adopts_one_and_not_the_other(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.select("谁是标准")
    han.page.keyboard.type("以谁为标准")
    cheng.expect_added("先不说答案，")
    cheng.expect_added("以谁为标准")
    expect(cheng.struck.filter(has_text="谁是标准").first).to_be_visible()

    cheng.show_list()
    first, second = cheng.one("先不说答案"), cheng.one("以谁为标准")
    expect(first).to_contain_text("韩今越")
    expect(han.page.get_by_role("button", name="采纳")).to_have_count(0)
    first.locator(".advice-words").click()
    first.get_by_role("button", name="采纳", exact=True).click()
    expect(first).to_have_count(0)
    second.get_by_role("button", name="不采纳").click()
    expect(second).to_have_count(0)

    for desk in (cheng, han):
        expect(desk.added.filter(has_text="先不说答案")).to_have_count(0)
        expect(desk.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()
        desk.expect_nothing_of("以谁为标准")
        desk.expect_words("谁是标准")
        desk.expect_saved()
    cheng.page.goto(cheng.page.url.replace("/edit", "/text").split("#")[0])
    expect(cheng.page.locator(".adopted", has_text="先不说答案")).to_have_attribute(
        "title", re.compile("采纳自 .*韩今越")
    )


def test_struck_words_and_looks_are_suggested_and_all_of_an_author_adopted(town: Town) -> None:
    han, tian, cheng = (open_plan(town, name) for name in ("hanjinyue", "tianxiaoman", "chengyian"))
    for desk in (han, tian):
        desk.suggest_from_now_on()
    han.select("可以写成85%千克")
    han.press("Control+b")
    tian.insert("换成除不尽的，", behind="甲投25中19、")
    tian.select("乙投20中16、")
    tian.press("Delete")
    expect(cheng.paper.locator("ins.suggested-insertion strong", has_text="可以写成85%千克")).to_be_visible()
    expect(cheng.struck.filter(has_text="乙投20中16")).to_be_visible()

    cheng.show_list()
    cheng.page.get_by_label("谁的建议").select_option(label="田小满")
    cheng.page.get_by_role("button", name="全部采纳").click()

    for desk in (cheng, tian, han):
        desk.expect_nothing_of("乙投20中16")
        expect(desk.paper.locator(".adopted", has_text="换成除不尽的，")).to_be_visible()
        expect(
            desk.paper.locator("ins.suggested-insertion strong", has_text="可以写成85%千克")
        ).to_be_visible()
    cheng.one("改格式").get_by_role("button", name="采纳", exact=True).click()
    expect(han.paper.locator("strong", has_text="可以写成85%千克")).to_have_count(1)
    expect(han.struck.filter(has_text="可以写成85%千克")).to_have_count(0)
