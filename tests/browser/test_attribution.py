"""What was adopted keeps its author, what is open stays open, whatever a third teacher does with it."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_suggestions import Desk, open_plan
from tests.browser.town import Town

pytestmark = pytest.mark.browser

SPOT = "一件衣服含棉85%，"


def suggested_and_adopted(han: Desk, cheng: Desk) -> None:
    """韩今越 suggests three things; 程亦安 adopts the first."""
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind=SPOT)
    han.select("谁是标准")
    han.type("以谁为标准")
    cheng.expect_added("以谁为标准")
    cheng.show_list()
    first = cheng.one("先不说答案")
    first.locator(".advice-words").click()
    first.get_by_role("button", name="采纳", exact=True).click()
    for desk in (han, cheng):
        expect(desk.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()


def test_clearing_looks_and_moving_words_takes_no_suggestion_away(town: Town) -> None:
    han, tian, cheng = (open_plan(town, name) for name in ("hanjinyue", "tianxiaoman", "chengyian"))
    suggested_and_adopted(han, cheng)
    expect(tian.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()

    tian.paper.focus()
    tian.press("Control+a")
    tian.tool("clear").click()
    tian.write("清除之后。")
    for desk in (han, tian, cheng):
        desk.expect_words("清除之后。")
        expect(desk.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()
        desk.expect_added("以谁为标准")
        desk.expect_struck("谁是标准")

    tian.select("先不说答案，")
    tian.press("Control+x")
    cheng.expect_nothing_of("先不说答案，")
    tian.put_caret_behind("清除之后。")
    tian.press("Control+v")
    tian.select("以谁为标准")
    tian.press("Control+x")
    tian.put_caret_behind("先不说答案，")
    tian.press("Control+v")
    for desk in (han, tian, cheng):
        expect(desk.paper).to_contain_text("清除之后。先不说答案，以谁为标准")
        expect(desk.paper.locator(".adopted", has_text="先不说答案，")).to_have_count(1)
        expect(desk.added.filter(has_text="以谁为标准")).to_have_count(1)
        desk.expect_saved()

    tian.select("先不说答案，")
    tian.press("Control+c")
    tian.put_caret_behind(SPOT)
    tian.press("Control+v")
    expect(cheng.paper.locator(".adopted", has_text="先不说答案，")).to_have_count(2)
    tian.type("我自己的话，")
    expect(cheng.paper.locator(".adopted", has_text="我自己")).to_have_count(0)
    cheng.expect_words("我自己的话，")

    card = cheng.one("以谁为标准")
    expect(card).to_contain_text("韩今越")
    card.get_by_role("button", name="采纳", exact=True).click()
    for desk in (han, tian, cheng):
        expect(desk.paper.locator(".adopted", has_text="以谁为标准")).to_be_visible()
        expect(desk.struck).to_have_count(0)


def test_whose_words_they_were_is_said_at_the_words_and_under_the_text(town: Town) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    tian = open_plan(town, "tianxiaoman", **phone)
    suggested_and_adopted(han, cheng)

    tian.paper.locator(".adopted", has_text="先不说答案").first.tap()
    expect(tian.card).to_contain_text("采纳自")
    expect(tian.card).to_contain_text("韩今越")
    expect(tian.card).to_be_in_viewport(ratio=1)
    assert tian.page.evaluate("() => document.documentElement.scrollWidth") <= 360

    tian.press("Control+Home")  # a caret in the words parts them
    expect(cheng.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()
    cheng.put_caret_behind("先不说")  # by keyboard, though the list is open
    expect(cheng.card).to_contain_text("韩今越")
    expect(cheng.card).to_contain_text("由 程亦安 采纳")
    cheng.put_caret_behind("谁是标准")
    expect(cheng.card).to_be_hidden()

    cheng.expect_saved()
    cheng.page.goto(cheng.page.url.replace("/edit", "/text").split("#")[0])
    thanks = cheng.page.locator(".adopted-credits")
    expect(thanks).to_contain_text("韩今越")
    thanks.get_by_role("link", name="先不说答案").click()
    expect(cheng.page.locator(".adopted:target")).to_contain_text("先不说答案，")
