"""Another look as a suggestion: seen once, told, copied once, and safe from keys beside what is hidden."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_suggestions import Desk, open_plan
from tests.browser.town import Town
from tests.browser.windows import FRAME

pytestmark = pytest.mark.browser

WORDS = "可以写成85%千克"
BEFORE = "一件衣服含棉85%，"
PASTED = """(paper, held) => {
    const board = new DataTransfer()
    for (const [type, words] of Object.entries(held)) board.setData(type, words)
    const held_by = { clipboardData: board, bubbles: true, cancelable: true }
    paper.dispatchEvent(new ClipboardEvent('paste', held_by))
}"""
COPIED = """paper => {
    const board = new DataTransfer()
    paper.dispatchEvent(new ClipboardEvent('copy', { clipboardData: board, bubbles: true, cancelable: true }))
    return Object.fromEntries(board.types.map(type => [type, board.getData(type)]))
}"""


SEEN = """(paper, words) => {
    const line = [...paper.querySelectorAll('p')].find(each => each.textContent.includes(words))
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    let seen = ''
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode
        if (parentElement.getClientRects().length && !parentElement.closest('.caret')) seen += data
    }
    return seen.replaceAll('\u2060', '')
}"""


def line(desk: Desk) -> str:
    """As it is seen, without other people's carets."""
    seen: str = desk.paper.evaluate(SEEN, WORDS[2:6])
    return seen


def press(desk: Desk, key: str) -> None:
    desk.press(key)
    desk.page.evaluate(FRAME)


def make_bold(desk: Desk) -> None:
    desk.suggest_from_now_on()
    desk.select(WORDS)
    desk.press("Control+b")
    desk.expect_saved()


def test_another_look_is_seen_and_copied_once(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    before = line(cheng)
    make_bold(han)
    shown = cheng.paper.locator(".suggested-look")
    expect(shown).to_have_text(WORDS)
    for desk in (han, cheng):
        assert line(desk) == before
        expect(desk.paper.locator(".suggested-look-before")).to_be_hidden()
    expect(shown).to_have_attribute("title", "改格式")
    assert shown.evaluate("words => getComputedStyle(words).textDecorationStyle") == "dotted"

    shown.hover()
    expect(cheng.card).to_contain_text("改格式")
    words, card = shown.bounding_box(), cheng.card.bounding_box()
    assert words is not None
    assert card is not None
    assert 0 <= card["y"] - words["y"] - words["height"] < 20

    expect(cheng.card).not_to_contain_text("刚刚写下")  # the server has noted it

    cheng.select(BEFORE)
    for _ in WORDS:
        cheng.press("Shift+ArrowRight")
    held = cheng.paper.evaluate(COPIED)
    assert held["text/plain"] == BEFORE + WORDS
    cheng.paper.press("Control+End")
    cheng.page.evaluate(FRAME)
    cheng.paper.evaluate(PASTED, held)
    expect(cheng.paper.locator("strong", has_text=WORDS)).to_have_count(2)
    assert cheng.words()[-1].endswith(BEFORE + WORDS)

    cheng.page.goto(cheng.page.url.replace("/edit", "/text").split("#")[0])
    read = cheng.page.locator("ins.suggested-look")
    expect(read).to_have_attribute("title", re.compile("韩今越 建议改格式$"))
    assert before in read.locator("xpath=..").inner_text()


def test_keys_beside_the_hidden_words_delete_what_is_seen(town: Town) -> None:
    han, cheng = open_plan(town, "hanjinyue"), open_plan(town, "chengyian")
    before = line(cheng)
    make_bold(han)
    shown = cheng.paper.locator(".suggested-look")
    expect(shown).to_have_text(WORDS)

    cheng.put_caret_behind(BEFORE)
    press(cheng, "ArrowRight")
    press(cheng, "ArrowLeft")
    press(cheng, "Backspace")
    expect(shown).to_have_text(WORDS)
    assert line(cheng) == before.replace("，" + WORDS, WORDS)
    press(cheng, "Delete")
    expect(shown).to_have_text(WORDS[1:])
    assert line(cheng) == before.replace("，" + WORDS, WORDS[1:])
    cheng.type("也")
    assert line(cheng) == before.replace("，" + WORDS, "也" + WORDS[1:])
    press(cheng, "ArrowRight")
    press(cheng, "Backspace")
    cheng.expect_saved()

    cheng.show_list()
    cheng.listed.get_by_role("button", name="不采纳").click()
    for desk in (cheng, han):
        expect(desk.added).to_have_count(0)
        expect(desk.struck).to_have_count(0)
    assert line(han) == line(cheng)
    assert WORDS[2:] in line(han)
