"""Keys that move the caret count also while colleagues write: none is lost to what comes in between."""

from tests.browser.conftest import School
from tests.browser.windows import FRAME, Window

WRITES_FAST = """(paper, on) => {
    clearInterval(window.hand)
    const atEnd = () => paper.editor.state.doc.content.size - 1
    if (on) window.hand = setInterval(() => paper.editor.commands.insertContentAt(atEnd(), '写'), 25)
}"""
STEPS = 100


def caret_of(window: Window) -> int:
    """How many letters of the first paragraph stand before it."""
    letters: int = window.paper.evaluate("paper => paper.editor.state.selection.$from.parentOffset")
    return letters


def test_no_arrow_key_is_lost_beside_a_colleague_who_writes(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("百分数的意义与写法" * 20 + "\n尾")
    chen.expect_words("尾")
    zhou.press("Control+Home")
    zhou.page.evaluate(FRAME)

    chen.paper.evaluate(WRITES_FAST, True)
    zhou.expect_words("尾写写")
    for _step in range(STEPS):
        zhou.press("ArrowRight")
        zhou.page.wait_for_timeout(15)
    zhou.page.evaluate(FRAME)
    chen.paper.evaluate(WRITES_FAST, False)

    assert caret_of(zhou) == STEPS
