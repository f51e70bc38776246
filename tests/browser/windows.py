"""One teacher's window on a document, in the words of the tests."""

import re

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"  # the editor knows by then
# Given the focus, an editor puts the caret where it had it, 20 ms later: keys before that go elsewhere.
WATCH_FOCUS = "addEventListener('focusin', () => { window.focusedAt = performance.now() }, true)"
SETTLED = """() => new Promise(done => {
    const since = performance.now() - (window.focusedAt ?? -Infinity)
    since > 40 ? done() : setTimeout(() => requestAnimationFrame(done), 40 - since)
})"""

SELECT = """(paper, words) => {
    const texts = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf(words)
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(texts.currentNode, at)
        range.setEnd(texts.currentNode, at + words.length)
        getSelection().removeAllRanges()
        getSelection().addRange(range)
        return texts.currentNode.parentElement.scrollIntoView({ block: 'center' })
    }
    throw new Error(`nowhere: ${words}`)
}"""


class Window:
    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(WATCH_FOCUS)
        page.evaluate(WATCH_FOCUS)
        self.paper: Locator = page.locator(".ProseMirror")
        self.status: Locator = page.locator('[data-coedit="status"]')

    def expect_status(self, words: str | re.Pattern[str]) -> None:
        expect(self.status).to_contain_text(words)

    def expect_saved(self) -> None:
        self.expect_status("已保存")

    def expect_words(self, words: str) -> None:
        expect(self.paper).to_contain_text(words)

    def write(self, words: str) -> None:
        """At the end of the text, key by key."""
        self.paper.focus()
        self._settle()
        self.paper.press("Control+End")
        self.page.evaluate(FRAME)
        self.type(words)

    def put_caret_behind(self, words: str) -> None:
        script = """(paper, words) => {
            const texts = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT)
            while (texts.nextNode()) {
                const at = texts.currentNode.data.indexOf(words)
                if (at >= 0) return getSelection().collapse(texts.currentNode, at + words.length)
            }
            throw new Error(`nowhere: ${words}`)
        }"""
        self.paper.focus()
        self._settle()
        self.paper.evaluate(script, words)
        self.page.evaluate(FRAME)

    def select(self, words: str) -> None:
        self.paper.focus()
        self._settle()
        self.paper.evaluate(SELECT, words)
        self.page.evaluate(FRAME)

    def expect_caret(self) -> None:
        """A dialog is closed: the text has the focus again, and its caret the place it had."""
        expect(self.paper).to_be_focused()
        self._settle()

    def press(self, keys: str) -> None:
        self._settle()
        self.page.keyboard.press(keys)

    def type(self, words: str) -> None:
        """Key by key, where the caret is."""
        self._settle()
        self.page.keyboard.type(words)

    def _settle(self) -> None:
        self.page.evaluate(SETTLED)

    def tool(self, command: str) -> Locator:
        return self.page.locator(f'[data-command="{command}"]')

    def dialog(self, name: str) -> Locator:
        return self.page.locator(f'[data-coedit="{name}-dialog"]')

    def words(self) -> list[str]:
        """The paragraphs as they stand on the paper, without other people's carets."""
        script = """paper => {
            const copy = paper.cloneNode(true)
            copy.querySelectorAll('.caret').forEach(caret => caret.remove())
            return [...copy.children].map(block => block.textContent).filter(Boolean)
        }"""
        lines: list[str] = self.paper.evaluate(script)
        return lines

    def go_offline(self) -> None:
        self.page.context.set_offline(True)

    def come_back(self) -> None:
        self.page.context.set_offline(False)
