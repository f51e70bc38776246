"""The editor and what a document may contain."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import School
from tests.browser.windows import Window
from tests.coedit_content.documents import EVERYTHING, words

pytestmark = pytest.mark.browser

FROM_WORD = (Path(__file__).parent / "from_word.html").read_text()

PASTE = """(paper, html) => {
    const transfer = new DataTransfer()
    transfer.setData('text/html', html)
    transfer.setData('text/plain', '')
    const how = { clipboardData: transfer, bubbles: true, cancelable: true }
    paper.dispatchEvent(new ClipboardEvent('paste', how))
}"""


def paste(window: Window, html: str) -> None:
    window.paper.click()
    window.paper.evaluate(PASTE, html)


def test_opening_a_document_changes_nothing_and_an_edit_only_itself(school: School) -> None:
    school.document = school.shelf("everything")
    zhou, chen = school.window("author"), school.window("second")
    zhou.expect_saved()
    chen.expect_saved()
    expect(chen.paper.locator(".formula")).to_have_count(3)
    assert school.shelf("updates", school.document) == 1

    zhou.write("写在最后。")
    zhou.expect_saved()
    chen.expect_words("写在最后。")
    content = school.shelf("content", school.document)
    assert content["content"][-1] == words("写在最后。")
    assert content["content"][:-1] == EVERYTHING["content"][:-1]


def test_what_comes_from_word_is_cleaned(school: School) -> None:
    zhou = school.window("author")
    paste(zhou, FROM_WORD)
    expect(zhou.paper.locator("h2")).to_have_text("教学目标")
    expect(zhou.paper.locator("strong").first).to_have_text("重点")
    expect(zhou.paper.locator("u")).to_have_text("单位")
    expect(zhou.paper.locator("sup")).to_have_text("2")
    expect(zhou.paper.locator("ol > li")).to_have_count(3)
    expect(zhou.paper.locator("ol ol > li")).to_have_text("出示手帕")
    expect(zhou.paper.locator("td[colspan='2']")).to_have_text("环节")
    expect(zhou.paper.locator("a")).to_have_text("好链接")
    expect(zhou.paper.locator("img, script, style")).to_have_count(0)
    expect(zhou.page.locator('[data-coedit="notice"]')).to_contain_text("1 张图片没能一起粘贴")
    expect(zhou.paper).not_to_contain_text("1.")
    zhou.expect_saved()


def test_a_pasted_picture_is_uploaded(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    paste(zhou, f'<p>看</p><img alt="圆" src="data:image/png;base64,{pixel}">')
    expect(chen.paper.locator('img[src^="/documents/"]')).to_have_count(1)


def test_two_people_change_the_shape_of_one_table_at_once(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.paper.click()
    zhou.tool("table").click()
    zhou.press("Enter")
    zhou.page.keyboard.type("环节")
    chen.expect_words("环节")
    chen.paper.locator("td").first.click()
    zhou.go_offline()
    zhou.expect_status("离线")
    zhou.tool("columnRight").click()
    chen.tool("rowBelow").click()
    chen.tool("rowBelow").click()
    chen.expect_saved()
    zhou.come_back()
    zhou.expect_saved()
    chen.expect_saved()
    expect(chen.paper.locator("tr")).to_have_count(6)
    stored = school.shelf("updates", school.document)
    zhou.page.wait_for_timeout(1_500)  # nobody goes on repairing what the other repaired
    assert school.shelf("updates", school.document) == stored

    chen.paper.locator("td").last.click()
    chen.page.keyboard.type("末格")
    zhou.expect_words("末格")
    zhou.expect_saved()
    chen.expect_saved()
    rows = chen.paper.locator("tr")
    assert {rows.nth(n).locator("td, th").count() for n in range(rows.count())} == {5}


def test_a_table_at_the_beginning_is_safe_until_somebody_goes_there(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    zhou.tool("table").click()
    zhou.press("Enter")
    expect(zhou.paper.locator("tr")).to_have_count(4)
    zhou.expect_saved()
    chen = school.window("second")
    chen.expect_saved()
    expect(chen.tool("deleteTable")).to_be_hidden()
    expect(chen.tool("table")).to_have_attribute("aria-disabled", "false")

    chen.write("末格")
    expect(chen.paper.locator("td").last).to_have_text("末格")
    chen.paper.locator("th").first.click()
    chen.tool("deleteTable").click()
    expect(chen.paper.locator("table")).to_have_count(0)
    expect(chen.page.locator('[data-coedit="notice"]')).to_contain_text("已删除表格")
    chen.press("Control+z")
    expect(chen.paper.locator("tr")).to_have_count(4)
    assert not [line for line in school.console if "TextSelection" in line or "linkifyjs" in line]


def test_everything_is_reached_with_the_keyboard(school: School) -> None:
    zhou = school.window("author")
    zhou.write("加粗的话")
    zhou.press("Control+a")
    zhou.press("Alt+F10")
    expect(zhou.tool("undo")).to_be_focused()
    for _ in range(3):
        zhou.press("ArrowRight")
    expect(zhou.tool("bold")).to_be_focused()
    zhou.press("Enter")
    expect(zhou.tool("bold")).to_have_attribute("aria-pressed", "true")
    expect(zhou.paper.locator("strong")).to_have_text("加粗的话")
    zhou.press("Alt+F10")
    zhou.press("Escape")
    expect(zhou.paper).to_be_focused()
    zhou.press("End")
    zhou.tool("link").click()
    zhou.page.keyboard.type("www.example.org")
    zhou.press("Enter")
    expect(zhou.paper.locator('a[href="https://www.example.org"]')).to_have_count(1)
