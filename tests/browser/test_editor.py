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


def test_keys_insert_a_formula(school: School) -> None:
    zhou = school.window("author")
    zhou.write("分数")
    source, formulas = zhou.page.get_by_label("LaTeX"), zhou.paper.locator(".formula")

    zhou.tool("formula").click()
    source.press("Enter")  # nothing is there to be inserted
    source.fill("x^2")
    source.press("Enter")
    expect(source).to_be_hidden()
    expect(formulas).to_have_count(1)

    zhou.paper.press("End")
    zhou.tool("formula").click()
    zhou.page.get_by_label("单独成行").check()
    source.fill("a")
    source.press("Enter")
    expect(source).to_have_value("a\n")
    source.press("Control+Enter")
    expect(source).to_be_hidden()
    expect(formulas).to_have_count(2)
    zhou.expect_saved()


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
    zhou.type("环节")
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
    chen.type("末格")
    zhou.expect_words("末格")
    zhou.expect_saved()
    chen.expect_saved()
    rows = chen.paper.locator("tr")
    assert {rows.nth(n).locator("td, th").count() for n in range(rows.count())} == {5}


def test_the_arrow_down_leads_out_of_a_table_that_ends_the_text(school: School) -> None:
    zhou = school.window("author")
    zhou.paper.click()
    paste(zhou, "<table><tr><td>甲</td><td>乙</td></tr></table>")
    zhou.press("Backspace")  # the paragraph behind the table
    assert zhou.paper.evaluate("paper => paper.lastElementChild.querySelector('table') !== null")
    zhou.put_caret_behind("甲")

    zhou.press("ArrowDown")
    zhou.type("表下面的话。")

    expect(zhou.paper.locator("> p").last).to_have_text("表下面的话。")
    expect(zhou.paper.locator("td")).to_have_text(["甲", "乙"])


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

    chen.write("表下面的话。")
    expect(chen.paper.locator("> p").last).to_have_text("表下面的话。")
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
    zhou.type("www.example.org")
    zhou.press("Enter")
    expect(zhou.paper.locator('a[href="https://www.example.org"]')).to_have_count(1)


def test_two_writers_at_the_end_of_one_paragraph_keep_their_own_words_and_places(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("起。")
    chen.expect_words("起。")
    for window in (zhou, chen):
        window.paper.press("Control+End")
    for burst in range(20):
        zhou.type(f"<{burst}:abc>")
        chen.type(f"[{burst}:xyz]")
    for window in (zhou, chen):
        window.expect_saved()
    [text] = zhou.words()
    hers = "".join(f"<{burst}:abc>" for burst in range(20))
    his = "".join(f"[{burst}:xyz]" for burst in range(20))
    assert text in {f"起。{hers}{his}", f"起。{his}{hers}"}
    for window, mark in ((zhou, "♀"), (chen, "♂")):
        window.type(mark)
        window.expect_saved()
    chen.expect_words("♀")
    assert f"{hers}♀" in chen.words()[0]
    assert f"{his}♂" in chen.words()[0]


def test_on_a_phone_every_tool_is_large_enough_and_the_first_ones_are_whole(school: School) -> None:
    zhou = school.window("author", viewport={"width": 360, "height": 700})
    zhou.write("一")
    boxes = [tool.bounding_box() for tool in zhou.page.locator(".toolbar:not([hidden]) .tool:visible").all()]
    assert all(box and box["width"] >= 40 and box["height"] >= 40 for box in boxes)
    for command in ("undo", "bold", "block", "picture", "bulletList"):
        box = zhou.tool(command).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360, command


def test_a_file_that_is_too_large_is_said_beside_its_field_and_not_sent(school: School) -> None:
    page = school.window("author").page
    page.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("afterbegin",
            '<form action="/sent" id="upload"><button>上传</button>' +
            '<input type="file" name="file" data-most-upload="2097152"></form>')
    }""")
    page.set_input_files("#upload input", {"name": "大.docx", "mimeType": "", "buffer": bytes(2**21 + 1)})
    expect(page.locator("#upload [data-upload-note]")).to_contain_text("文件超过 2 MB，无法上传")
    page.locator("#upload button").click()
    assert "/sent" not in page.url
    page.set_input_files("#upload input", {"name": "小.docx", "mimeType": "", "buffer": bytes(2**21)})
    expect(page.locator("#upload [data-upload-note]")).to_be_empty()
    page.locator("#upload button").click()
    page.wait_for_url("**/sent*")


def test_on_a_phone_the_tools_of_tables_are_one_touch_away(school: School) -> None:
    zhou = school.window("author", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    toggle = zhou.page.locator('[data-coedit="table-toggle"]')
    zhou.paper.tap()
    expect(toggle).to_be_hidden()
    paste(zhou, "<table><tr><td>甲</td><td>乙</td></tr></table>")
    zhou.put_caret_behind("甲")

    expect(zhou.tool("rowBelow")).to_be_hidden()
    toggle.tap()
    expect(zhou.tool("rowBelow")).to_be_in_viewport()
    zhou.tool("rowBelow").tap()

    expect(zhou.paper.locator("tr")).to_have_count(2)
    toggle.tap()
    expect(zhou.tool("rowBelow")).to_be_hidden()
    zhou.expect_saved()
