"""Whoever decided about a suggestion by mistake takes it back: the suggestion is there as it was."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_suggestions import open_plan
from tests.browser.town import Town

pytestmark = pytest.mark.browser


def test_one_decision_and_all_at_once_are_taken_back(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    before = han.words()
    han.suggest_from_now_on()
    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    han.select("谁是标准")
    han.press("Delete")
    cheng.expect_added("先不说答案，")
    cheng.expect_struck("谁是标准")
    suggested = han.words()
    cheng.show_list()
    undo = cheng.page.get_by_role("button", name="撤销", exact=True).and_(cheng.page.locator("[data-notice]"))

    cheng.one("谁是标准").get_by_role("button", name="采纳", exact=True).click()
    han.expect_nothing_of("谁是标准")
    cheng.write("这时写的。")
    han.expect_words("这时写的。")
    expect(cheng.page.locator('[data-coedit="notice"]')).to_contain_text("已采纳 1 条建议。")
    undo.click()
    expect(undo).to_be_hidden()
    for desk in (cheng, han):
        desk.expect_struck("谁是标准")
        desk.expect_words("这时写的。")
    expect(cheng.one("谁是标准")).to_contain_text("韩今越")

    for verb, button in (("全部采纳", "采纳这 2 条"), ("全部不采纳", "不采纳这 2 条")):
        cheng.settle_all(verb).get_by_role("button", name=button, exact=True).click()
        expect(cheng.listed).to_have_count(0)
        undo.click()
        expect(cheng.listed).to_have_count(2)
        expect(cheng.one("先不说答案")).to_contain_text("韩今越")
        assert han.words()[:-1] == suggested[:-1]
    cheng.settle_all("全部不采纳").get_by_role("button", name="不采纳这 2 条").click()
    expect(han.added).to_have_count(0)
    assert han.words()[:-1] == before[:-1]
