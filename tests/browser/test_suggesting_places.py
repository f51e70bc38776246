"""Where suggestions may be made: over headings of sections."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_suggestions import Desk, open_plan
from tests.browser.town import Town
from tests.browser.windows import FRAME

pytestmark = pytest.mark.browser

SELECT_BETWEEN = """(paper, [first, last]) => {
    const find = words => {
        const texts = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
            const at = texts.currentNode.data.indexOf(words)
            if (at >= 0) return [texts.currentNode, at]
        }
        throw new Error(`nowhere: ${words}`)
    }
    const [start, from] = find(first)
    const [end, to] = find(last)
    getSelection().setBaseAndExtent(start, from, end, to + last.length)
    start.parentElement.scrollIntoView({ block: 'center' })
}"""


def select_between(desk: Desk, first: str, last: str) -> None:
    desk.paper.focus()
    desk.paper.evaluate(SELECT_BETWEEN, [first, last])
    desk.page.evaluate(FRAME)


def sections(desk: Desk) -> list[str]:
    words: list[str] = desk.paper.locator("h2[data-section]").evaluate_all(
        "all => all.map(one => one.textContent)"
    )
    return words


def test_a_deletion_over_a_heading_is_suggested_without_it_and_settled(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    before, headings = han.words(), sections(han)
    han.suggest_from_now_on()
    select_between(han, "说清“谁是标准”。", "百分数是特殊的倍比")
    han.press("Delete")
    cheng.expect_struck("谁是标准")
    cheng.expect_struck("百分数是特殊的倍比")
    expect(cheng.paper.locator("h2 del")).to_have_count(0)
    cheng.show_list()
    expect(cheng.listed).to_have_count(1)
    cheng.listed.get_by_role("button", name="不采纳").click()
    for desk in (cheng, han):
        expect(desk.struck).to_have_count(0)
        expect(desk.listed).to_have_count(0)
        assert desk.words() == before

    select_between(han, "说清“谁是标准”。", "百分数是特殊的倍比")
    han.press("Backspace")
    cheng.expect_struck("百分数是特殊的倍比")
    cheng.listed.get_by_role("button", name="采纳", exact=True).click()
    for desk in (cheng, han):
        desk.expect_nothing_of("谁是标准")
        desk.expect_nothing_of("百分数是特殊的倍比")
        expect(desk.struck).to_have_count(0)
        assert sections(desk) == headings
        desk.expect_saved()


def test_backspace_at_a_heading_says_in_suggesting_too_why_it_stays(town: Town) -> None:
    han = open_plan(town, "hanjinyue")
    before = han.words()
    han.suggest_from_now_on()
    han.paper.locator("h2[data-section]", has_text="教材分析").click()
    han.press("Home")
    han.press("Backspace")
    expect(han.page.locator('[data-coedit="notice"]')).to_contain_text("“教材分析”是教案的栏目")
    assert han.words() == before
    expect(han.struck).to_have_count(0)
