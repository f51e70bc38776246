"""Two teachers and suggestions: written, seen live, adopted or not, without network, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_away import wait_kept
from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
NOW = "() => performance.now()"


class Desk(Window):
    """A teacher's window, with the suggestions in it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.added: Locator = self.paper.locator("ins.suggested-insertion")
        self.struck: Locator = self.paper.locator("del.suggested-deletion")
        self.card: Locator = page.locator('[data-coedit="suggestion-card"]')
        self.listed: Locator = page.locator('[data-coedit="suggestions-list"] > li')

    def suggest_from_now_on(self) -> None:
        self.page.locator('[data-mode-choice="suggest"]').click()
        expect(self.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()

    def insert(self, words: str, *, behind: str) -> None:
        self.put_caret_behind(behind)
        self.type(words)

    def compose(self, *spelled: str, becomes: str) -> None:
        """As an input method does: letters that are not text yet, then the signs."""
        method = self.page.context.new_cdp_session(self.page)
        for letters in spelled:
            caret = {"selectionStart": len(letters), "selectionEnd": len(letters)}
            method.send("Input.imeSetComposition", {"text": letters, **caret})
        method.send("Input.insertText", {"text": becomes})
        method.detach()

    def begin_another_step(self) -> None:
        """What is written so soon after another change is taken back together with it."""
        self.page.wait_for_function("since => performance.now() > since + 550", arg=self.page.evaluate(NOW))

    def show_list(self) -> None:
        self.page.locator('[data-coedit="suggestions-toggle"]').click()
        expect(self.page.locator('[data-coedit="suggestions"]')).to_be_visible()

    def settle_all(self, verb: str) -> Locator:
        """What is asked before."""
        self.page.get_by_role("button", name=verb, exact=True).click()
        expect(self.dialog("suggestions-all")).to_be_visible()
        return self.dialog("suggestions-all")

    def one(self, words: str) -> Locator:
        return self.listed.filter(has_text=words)

    def expect_added(self, words: str) -> None:
        expect(self.added.filter(has_text=words).first).to_be_visible()

    def expect_struck(self, words: str) -> None:
        expect(self.struck.filter(has_text=words).first).to_be_visible()

    def expect_nothing_of(self, words: str) -> None:
        expect(self.paper).not_to_contain_text(words)


def open_plan(town: Town, account: str, **options: object) -> Desk:
    desk = Desk(town.open_plan(account, TITLE, **options))
    desk.expect_saved()
    return desk


def test_words_are_suggested_and_the_lead_preparer_adopts_one_and_not_the_other(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.select("谁是标准")
    han.type("以谁为标准")
    cheng.expect_added("先不说答案，")
    cheng.expect_added("以谁为标准")
    cheng.expect_struck("谁是标准")

    cheng.show_list()
    first, second = cheng.one("先不说答案"), cheng.one("以谁为标准")
    expect(first).to_contain_text("韩今越")
    expect(han.page.get_by_role("button", name="采纳")).to_have_count(0)
    first.locator(".advice-words").click()
    first.get_by_role("button", name="采纳", exact=True).click()
    expect(first).to_have_count(0)
    second.locator(".advice-words").click()
    second.get_by_label("理由").fill("原来的更短")
    second.get_by_label("理由").press("Enter")  # says nothing about which
    second.get_by_role("button", name="不采纳").click()
    expect(second).to_have_count(0)

    for desk in (cheng, han):
        expect(desk.added.filter(has_text="先不说答案")).to_have_count(0)
        expect(desk.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()
        desk.expect_nothing_of("以谁为标准")
        desk.expect_words("谁是标准")
        desk.expect_saved()
    han.show_list()
    han.page.get_by_text("已处理的建议").click()
    expect(han.page.locator(".advice-past li", has_text="以谁为标准")).to_contain_text(
        "程亦安 没有采纳：原来的更短"
    )
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
    tian.insert("也就是", behind="百分数是")
    cheng.expect_added("也就是")
    expect(cheng.paper.locator("ins.suggested-insertion strong", has_text="可以写成85%千克")).to_be_visible()
    cheng.expect_struck("乙投20中16")

    cheng.show_list()
    expect(cheng.listed).to_have_count(3)
    cheng.page.get_by_label("谁的建议").select_option(label="田小满")
    expect(cheng.listed).to_have_count(2)
    expect(cheng.listed.filter(has_text="韩今越")).to_have_count(0)
    cheng.put_caret_behind("换成除不尽的")
    expect(cheng.card).to_be_hidden()
    cheng.paper.locator("ins strong", has_text="可以写成85%千克").click()
    expect(cheng.card).to_contain_text("改格式")  # the list does not show it
    expect(cheng.card).to_contain_text("韩今越")
    asked = cheng.settle_all("全部采纳")
    expect(asked).to_contain_text("采纳田小满的建议？")
    expect(asked).to_contain_text("一共 2 条")
    asked.get_by_role("button", name="取消").click()
    expect(tian.struck.filter(has_text="乙投20中16")).to_be_visible()
    expect(cheng.listed).to_have_count(2)
    cheng.settle_all("全部采纳").get_by_role("button", name="采纳这 2 条").click()

    for desk in (cheng, tian, han):
        desk.expect_nothing_of("乙投20中16")
        expect(desk.paper.locator(".adopted", has_text="换成除不尽的，")).to_be_visible()
        expect(
            desk.paper.locator("ins.suggested-insertion strong", has_text="可以写成85%千克")
        ).to_be_visible()
    cheng.one("改格式").get_by_role("button", name="采纳", exact=True).click()
    expect(han.paper.locator("strong", has_text="可以写成85%千克")).to_have_count(1)
    expect(han.struck.filter(has_text="可以写成85%千克")).to_have_count(0)


def test_a_suggestion_can_be_undone_and_done_again(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    before = han.words()
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.begin_another_step()
    han.select("谁是标准")
    han.press("Delete")
    cheng.expect_struck("谁是标准")
    cheng.expect_added("先不说答案，")

    han.press("Control+z")
    expect(cheng.struck.filter(has_text="谁是标准")).to_have_count(0)
    han.press("Control+z")
    cheng.expect_nothing_of("先不说答案")
    assert han.words() == before

    han.press("Control+y")
    cheng.expect_added("先不说答案，")
    han.press("Control+y")
    cheng.expect_struck("谁是标准")
    han.expect_saved()
    cheng.show_list()
    expect(cheng.one("先不说答案")).to_contain_text("韩今越")


def test_suggestions_of_an_absent_teacher_outlast_a_reload_and_arrive(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    cheng.expect_added("先不说答案，")
    han.expect_saved()
    wait_kept(han.page, han.page.url)
    cheng.page.close()
    town.installation.server.kill()
    han.expect_status("离线")
    han.select("谁是标准")
    han.press("Delete")
    han.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    han.page.reload()

    han.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    expect(han.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()
    han.expect_added("先不说答案，")
    han.expect_struck("谁是标准")
    han.insert("要先比较，", behind="先不说答案，")
    han.show_list()
    han.one("先不说答案").get_by_role("button", name="收回").click()
    expect(han.page.locator('[data-coedit="notice"]')).to_contain_text("现在连不上服务器")
    han.expect_added("先不说答案，")

    town.installation.server.start()
    han.expect_saved()
    cheng = open_plan(town, "chengyian")
    cheng.show_list()
    expect(cheng.one("谁是标准")).to_contain_text("韩今越")
    expect(cheng.one("要先比较")).to_contain_text("韩今越")
    cheng.settle_all("全部采纳").get_by_role("button", name="采纳这").click()
    for desk in (cheng, han):
        desk.expect_nothing_of("谁是标准")
        desk.expect_words("先不说答案，要先比较，")
        expect(desk.added).to_have_count(0)


def test_the_lead_preparer_decides_by_keyboard(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.select("乙投20中16、")
    han.press("Delete")
    cheng.expect_added("先不说答案，")
    cheng.expect_struck("乙投20中16")
    button = cheng.card.get_by_role("button", name="采纳", exact=True)

    cheng.paper.focus()
    cheng.press("Control+Alt+KeyJ")
    expect(cheng.card).to_contain_text("先不说答案")
    cheng.press("Control+Alt+KeyJ")
    expect(cheng.card).to_contain_text("乙投20中16")
    cheng.press("Control+Alt+Enter")
    expect(button).to_be_focused()
    cheng.press("Enter")
    cheng.expect_nothing_of("乙投20中16")
    expect(cheng.paper).to_be_focused()

    cheng.press("Control+Alt+KeyK")
    expect(cheng.card).to_contain_text("先不说答案")
    cheng.press("Control+Alt+Enter")
    cheng.press("Escape")
    expect(cheng.paper).to_be_focused()
    cheng.press("Control+Alt+Enter")
    cheng.press("Tab")
    cheng.press("Enter")
    han.expect_nothing_of("先不说答案")


def test_chinese_comes_through_an_input_method_as_a_suggestion(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    han.suggest_from_now_on()
    han.put_caret_behind("一件衣服含棉85%，")
    han.compose("x", "xi", "xian", becomes="先")
    han.compose("bu", "bushuo", becomes="不说")
    cheng.write("同时写的话。")
    han.select("谁是标准")
    han.compose("yi", "yishui", becomes="以谁")
    han.compose("biao", "biaozhun", becomes="为标准")
    han.expect_saved()

    for desk in (han, cheng):
        desk.expect_added("先不说")
        desk.expect_added("以谁为标准")
        desk.expect_struck("谁是标准")
        desk.expect_words("一件衣服含棉85%，先不说可以写成85%千克吗")
        desk.expect_words("同时写的话。")
        assert "xian" not in "".join(desk.words())
    cheng.show_list()
    expect(cheng.listed).to_have_count(2)


def test_on_a_phone_suggestions_are_written_and_decided(town: Town) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    han, cheng = open_plan(town, "hanjinyue", **phone), open_plan(town, "chengyian", **phone)
    han.page.locator('[data-mode-choice="suggest"]').tap()
    expect(han.page.locator('.coedit[data-mode="suggest"]')).to_be_visible()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.select("谁是标准")
    han.press("Delete")
    cheng.expect_added("先不说答案，")

    cheng.added.filter(has_text="先不说答案").last.tap()
    expect(cheng.card).to_be_in_viewport(ratio=1)
    cheng.card.get_by_role("button", name="采纳", exact=True).tap()
    expect(han.paper.locator(".adopted").first).to_be_visible()  # a caret in it parts it
    expect(han.added).to_have_count(0)

    cheng.page.locator('[data-coedit="suggestions-toggle"]').tap()
    expect(cheng.one("谁是标准")).to_be_in_viewport()
    cheng.one("谁是标准").get_by_role("button", name="不采纳").tap()
    expect(han.struck).to_have_count(0)
    for desk in (han, cheng):
        assert desk.page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_the_tools_stay_in_reach_below_a_header_of_two_rows(town: Town) -> None:
    cheng = open_plan(town, "chengyian", viewport={"width": 900, "height": 700})
    header = cheng.page.locator(".coedit-head").bounding_box()
    assert header is not None
    assert header["height"] > 70

    cheng.write("写到最后。")
    cheng.select("写到最后")
    cheng.tool("bold").click()
    expect(cheng.paper.locator("strong", has_text="写到最后")).to_be_visible()
