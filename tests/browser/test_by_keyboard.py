"""Without a mouse: into the text, through the tools, past the text, and back from a comment."""

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
FOCUSED_TOOL = "() => document.activeElement?.closest('[data-command]')?.dataset.command"
IN_THE_TEXT = "() => Boolean(document.activeElement?.closest('.ProseMirror'))"
SHOWN_TOOLS = """() => [...document.querySelectorAll('[data-coedit=toolbar] [data-command]')]
    .filter(tool => tool.getClientRects().length).map(tool => tool.dataset.command)"""


@pytest.fixture
def cheng(town: Town) -> Window:
    window = Window(town.open_plan("chengyian", TITLE))
    window.expect_saved()
    return window


def test_the_way_into_the_text_and_through_all_tools(cheng: Window) -> None:
    cheng.press("Tab")
    expect(cheng.page.get_by_role("link", name="跳到正文")).to_be_focused()
    cheng.press("Enter")
    expect(cheng.paper).to_be_focused()

    shown = cheng.page.evaluate(SHOWN_TOOLS)
    for way in ("ArrowRight", "ArrowLeft"):
        cheng.press("Alt+F10")
        cheng.press("Home")
        reached = []
        for _tool in shown:
            reached.append(cheng.page.evaluate(FOCUSED_TOOL))
            cheng.press(way)
        assert sorted(reached) == sorted(shown)
        assert cheng.page.evaluate(FOCUSED_TOOL) == shown[0], "and around"
        cheng.press("Escape")
        expect(cheng.paper).to_be_focused()


def test_walking_through_the_page_writes_nothing(cheng: Window) -> None:
    rows = cheng.paper.locator("tr")
    before, words = rows.count(), cheng.words()
    been = False
    for _step in range(120):
        cheng.press("Tab")
        is_in = cheng.page.evaluate(IN_THE_TEXT)
        if been and not is_in:
            break
        been = been or is_in
    assert been, "the text can be reached"
    assert not cheng.page.evaluate(IN_THE_TEXT), "and left"
    assert (rows.count(), cheng.words()) == (before, words)

    rows.last.locator("td").last.click()
    cheng.press("Tab")
    expect(rows).to_have_count(before + 1)  # who came to write gets another row

    cheng.press("Escape")
    for _control_in_the_text in range(20):
        cheng.press("Tab")
        if not cheng.page.evaluate(IN_THE_TEXT):
            break
    assert not cheng.page.evaluate(IN_THE_TEXT), "Escape and Tab lead out of a table too"
    expect(rows).to_have_count(before + 1)


def test_after_a_comment_the_caret_is_in_the_text_again(cheng: Window) -> None:
    cheng.select("百分数")
    cheng.press("Control+Alt+m")
    cheng.type("用键盘写的批注。")
    cheng.press("Control+Enter")
    expect(cheng.page.locator(".thread", has_text="用键盘写的批注。")).to_be_visible()
    expect(cheng.paper).to_be_focused()
