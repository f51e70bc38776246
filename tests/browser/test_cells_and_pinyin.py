"""What one teacher makes of characters and cells, another sees, goes on with and takes back."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import School
from tests.browser.town import Town
from tests.browser.windows import Window
from tests.coedit.browsers import wait_until

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
GRID = """paper => [...paper.querySelectorAll('tr')].map(row => [...row.cells].map(cell => {
    const copy = cell.cloneNode(true)
    copy.querySelectorAll('.caret').forEach(caret => caret.remove())
    return [copy.textContent, cell.colSpan, cell.rowSpan]
}))"""


def read(window: Window, words: str, *readings: str) -> None:
    """Puts these readings over the characters, or the dictionary's if none are given."""
    window.select(words)
    window.tool("ruby").click()
    fields = window.dialog("ruby").locator("input")
    expect(fields).to_have_count(len(words))
    for field, reading in zip(fields.all(), readings, strict=False):
        field.fill(reading)
    window.dialog("ruby").get_by_role("button", name="确定").click()
    expect(window.dialog("ruby")).to_be_hidden()


def test_pinyin_is_put_over_characters_corrected_and_taken_away_by_two(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("银行在行走")
    chen.expect_words("银行在行走")
    readings = chen.paper.locator("ruby rt")

    read(zhou, "银行")
    expect(readings).to_have_text(["yín", "háng"])
    read(chen, "行走", "xíng", "zou")
    seen = zhou.paper.locator("ruby rt")
    expect(seen).to_have_text(["yín", "háng", "xíng", "zou"])

    read(zhou, "走", "zǒu")
    expect(readings).to_have_text(["yín", "háng", "xíng", "zǒu"])
    chen.select("银")
    chen.tool("ruby").click()
    chen.dialog("ruby").get_by_role("button", name="去掉注音").click()
    expect(seen).to_have_text(["háng", "xíng", "zǒu"])
    for window in (zhou, chen):
        window.expect_saved()
    zhou.page.reload()
    expect(seen).to_have_text(["háng", "xíng", "zǒu"])


def insert_table(window: Window, rows: int, columns: int) -> None:
    window.paper.click()
    window.tool("table").click()
    window.dialog("table").locator('[name="rows"]').fill(str(rows))
    window.dialog("table").locator('[name="columns"]').fill(str(columns))
    window.press("Enter")


def merge(window: Window, first: Locator, last: Locator) -> None:
    """With the mouse from cell to cell, then with the button."""
    first.hover()
    window.page.mouse.down()
    last.hover()
    window.page.mouse.up()
    expect(window.paper.locator(".selectedCell")).to_have_count(2)
    window.tool("mergeCells").click()


def split(window: Window, cell: Locator) -> None:
    cell.click()
    window.tool("splitCell").click()


def expect_grid(windows: tuple[Window, ...], *rows: list[tuple[str, int, int]]) -> None:
    grid = [[list(cell) for cell in row] for row in rows]

    def shown() -> list[object]:
        return [window.paper.evaluate(GRID) for window in windows]

    wait_until(lambda: all(each == grid for each in shown()), shown)


def test_cells_are_merged_by_one_and_split_by_the_other(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    both = (zhou, chen)
    insert_table(zhou, 3, 3)
    zhou.type("环节")
    zhou.press("Tab")
    zhou.type("时间")
    chen.expect_words("时间")
    empty = [("", 1, 1)] * 3

    merge(zhou, zhou.paper.locator("th").nth(0), zhou.paper.locator("th").nth(1))
    expect_grid(both, [("环节时间", 2, 1), ("", 1, 1)], empty, empty)
    merge(chen, chen.paper.locator("td").nth(0), chen.paper.locator("td").nth(3))
    chen.paper.locator("td").first.click()
    chen.type("导入")
    expect_grid(both, [("环节时间", 2, 1), ("", 1, 1)], [("导入", 1, 2), *empty[1:]], empty[1:])

    split(zhou, zhou.paper.locator("td").first)
    expect_grid(both, [("环节时间", 2, 1), ("", 1, 1)], [("导入", 1, 1), *empty[1:]], empty)
    split(chen, chen.paper.locator("th").first)
    expect_grid(both, [("环节时间", 1, 1), ("", 1, 1), ("", 1, 1)], [("导入", 1, 1), *empty[1:]], empty)
    for window in both:
        window.expect_saved()


def test_the_minutes_of_the_steps_are_added_up_at_the_others_page(town: Town) -> None:
    cheng, tian = (Window(town.open_plan(name, TITLE)) for name in ("chengyian", "tianxiaoman"))
    for window in (cheng, tian):
        expect(window.paper.locator(".minutes-sum")).to_have_text("合计 40 分钟，一课时 40 分钟")

    cheng.put_caret_behind("8分钟")
    for _ in "8分钟":
        cheng.press("Backspace")
    expect(tian.paper.locator(".minutes-sum")).to_contain_text("合计 32 分钟")
    cheng.type("13′")
    expect(tian.paper.locator(".minutes-sum")).to_contain_text("合计 45 分钟")
    tian.put_caret_behind("10分钟")
    for _ in "分钟":
        tian.press("ArrowLeft")
    tian.type("～12")
    expect(cheng.paper.locator(".minutes-sum")).to_have_text("合计 45～47 分钟，一课时 40 分钟")

    tian.put_caret_behind("谁是标准”。")
    tian.tool("processTable").click()
    tian.type("5分钟")
    expect(cheng.paper.locator(".minutes-sum")).to_have_count(2)
    expect(cheng.paper.locator(".minutes-sum").first).to_contain_text("合计 5 分钟")
    for window in (cheng, tian):
        window.expect_saved()
