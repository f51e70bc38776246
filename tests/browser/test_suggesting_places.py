"""Where suggestions are made and where the caret stands then: over headings, beside struck words."""

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


LINE = """(paper, words) => {
    const line = [...paper.querySelectorAll('p')].find(each => each.textContent.includes(words))
    const { focusNode, focusOffset } = getSelection()
    const [before, texts] = [document.createRange(), document.createTreeWalker(line, NodeFilter.SHOW_TEXT)]
    before.setStart(line, 0)
    before.setEnd(focusNode, focusOffset)
    const caret = line.contains(focusNode) ? before.toString().length : -1
    let [said, look, at] = ['', '', 0]
    const become = next => {
        if (look !== next) said += ({ del: ']', ins: '}' }[look] ?? '') + ({ del: '[', ins: '{' }[next] ?? '')
        look = next
    }
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode
        for (const sign of data) {
            if (at === caret) (become(''), said += '|')
            become(parentElement.closest('del, ins')?.tagName.toLowerCase() ?? '')
            said += sign
            at += 1
        }
    }
    if (at === caret) (become(''), said += '|')
    return said.split('“')[0].replace('，是分数意义中', '…')
}"""
TEXTBOOK = "统计表达的重要工具"  # of the paragraph that begins with 百分数是特殊的倍比


class Caret:
    """Of a teacher who suggests, in one line: struck words as [], added ones as {}, the caret as |."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.suggest_from_now_on()
        desk.put_caret_behind("百分数是特殊的")

    def after(self, *keys: str) -> str:
        for key in keys:
            self.desk.press(key)
            self.desk.page.evaluate(FRAME)
        line: str = self.desk.paper.evaluate(LINE, TEXTBOOK)
        return line

    def after_writing(self, words: str) -> str:
        self.desk.type(words)
        self.desk.page.evaluate(FRAME)
        return self.after()


def tell_of_input_method(desk: Desk) -> None:
    """The key that comes before what it composes."""
    keyboard = desk.page.context.new_cdp_session(desk.page)
    key = {"key": "Process", "code": "KeyY", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keyboard.detach()


def test_the_caret_goes_before_what_backspace_struck_and_behind_what_delete_struck(town: Town) -> None:
    caret = Caret(open_plan(town, "hanjinyue"))

    assert caret.after("Backspace", "Backspace") == "百分数是特|[殊的]倍比…"
    assert caret.after("Backspace") == "百分数是|[特殊的]倍比…"
    assert caret.after_writing("个") == "百分数是{个}|[特殊的]倍比…"
    assert caret.after("Backspace", "Backspace") == "百分数|[是特殊的]倍比…"
    assert caret.after(*["Delete"] * 5) == "百分数[是特殊的倍]|比…"
    assert caret.after_writing("新") == "百分数[是特殊的倍]{新}|比…"


def test_a_selection_is_left_to_the_side_of_the_key_that_struck_it(town: Town) -> None:
    caret = Caret(open_plan(town, "hanjinyue"))

    caret.desk.select("特殊的")
    assert caret.after("Backspace") == "百分数是|[特殊的]倍比…"
    assert caret.after("Backspace") == "百分数|[是特殊的]倍比…"
    caret.desk.select("分数意义")
    assert caret.after("Delete") == "百分数[是特殊的]倍比，是[分数意义]|中"
    assert caret.after("Delete") == "百分数[是特殊的]倍比，是[分数意义中]|"


def test_what_is_written_into_struck_words_stands_behind_them(town: Town) -> None:
    han = open_plan(town, "hanjinyue")
    caret = Caret(han)

    assert caret.after("Backspace", "Backspace", "Backspace", "ArrowRight") == "百分数是[特]|[殊的]倍比…"
    assert caret.after_writing("独有") == "百分数是[特殊的]{独有}|倍比…"
    caret.after(*["ArrowLeft"] * 4)
    tell_of_input_method(han)
    han.compose("y", "yi", becomes="一")
    han.compose("z", "zhong", becomes="种")
    assert caret.after() == "百分数是[特殊的]{一种}|{独有}倍比…"
    han.compose("y", "yi", becomes="一")
    assert caret.after(*["ArrowLeft"] * 5) == "百分数是[特]|[殊的]{一种一独有}倍比…"
    assert caret.after("Enter").startswith("|{一种一独有}倍比")
    expect(han.paper.locator("p", has_text="百分数是").first).to_contain_text("百分数是特殊的")


def test_an_input_method_that_began_in_struck_words_is_not_disturbed(town: Town) -> None:
    han = open_plan(town, "hanjinyue")
    caret = Caret(han)
    caret.after("Backspace", "Backspace", "Backspace", "ArrowRight")
    han.compose("d", "du", "duyou", becomes="独有")  # as phones do: no key tells of it
    assert caret.after() == "百分数是[特]{独有}|[殊的]倍比…"
    han.expect_saved()
