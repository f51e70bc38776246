"""Several teachers in one document, in real windows: nothing that was called saved is ever lost."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import School
from tests.coedit.browsers import wait_until

pytestmark = pytest.mark.browser


def test_two_teachers_see_each_others_words_and_carets(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("重点:理解面积的意义")
    chen.expect_words("重点:理解面积的意义")
    chen.write("。难点:单位")
    zhou.expect_words("难点:单位")
    expect(zhou.page.locator(".caret-label")).to_have_text("second · 实验小学")
    expect(zhou.page.locator('[data-coedit="presence"] button')).to_have_count(2)
    zhou.expect_saved()
    chen.expect_saved()
    assert zhou.words() == chen.words() == ["重点:理解面积的意义。难点:单位"]
    assert school.stored() == "重点:理解面积的意义。难点:单位"


def test_undo_takes_back_only_ones_own_words(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("甲")
    chen.expect_words("甲")
    chen.write("乙")
    zhou.expect_words("乙")
    zhou.paper.press("Control+z")
    chen.expect_words("乙")
    expect(chen.paper).not_to_contain_text("甲")


def test_headings_lists_tables_and_formulas_reach_the_other(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.paper.click()
    zhou.press("Control+Alt+2")
    zhou.type("教学过程\n")
    zhou.tool("taskList").click()
    zhou.type("准备学具\n\n")
    zhou.type("面积是 $$\\frac{1}{2}ab$$。\n")
    zhou.tool("table").click()
    zhou.dialog("table").locator('[name="rows"]').fill("2")
    zhou.dialog("table").locator('[name="columns"]').fill("3")
    zhou.press("Enter")
    zhou.type("环节")
    zhou.press("Tab")
    zhou.type("活动")
    expect(chen.paper.locator("h2")).to_have_text("教学过程")
    expect(chen.paper.locator('ul[data-type="taskList"] input')).to_have_count(1)
    expect(chen.paper.locator(".katex")).to_have_count(1)
    expect(chen.paper.locator("th")).to_have_count(3)
    chen.paper.locator("th").nth(2).click()
    chen.type("时间")
    chen.tool("columnRight").click()
    expect(zhou.paper.locator("th")).to_have_count(4)
    chen.tool("rowBelow").click()
    expect(zhou.paper.locator("tr")).to_have_count(3)
    chen.paper.locator('ul[data-type="taskList"] input').check()
    expect(zhou.paper.locator('li[data-checked="true"]')).to_have_count(1)
    expect(zhou.page.locator('[data-coedit="outline"] button')).to_have_text("教学过程")
    zhou.expect_saved()
    chen.expect_saved()
    assert "教学过程" in school.stored()


def test_a_formula_is_written_in_its_dialog(school: School) -> None:
    zhou = school.window("author")
    zhou.write("公式")
    zhou.tool("formula").click()
    zhou.page.locator("#formula-latex").fill("\\frac{1}{")
    expect(zhou.page.locator('[data-coedit="formula-wrong"]')).to_be_visible()
    zhou.page.locator("#formula-latex").fill("\\frac{1}{2}")
    expect(zhou.page.locator('[data-coedit="formula-preview"] .katex')).to_be_visible()
    zhou.dialog("formula").get_by_role("button", name="确定").click()
    expect(zhou.paper.locator(".formula .katex")).to_have_count(1)
    zhou.paper.locator(".formula").dblclick()
    zhou.page.locator("#formula-latex").fill("a+b")
    zhou.dialog("formula").get_by_role("button", name="确定").click()
    expect(zhou.paper.locator('.formula[data-source="a+b"]')).to_have_count(1)


def test_a_picture_is_uploaded_and_seen_by_the_other(school: School, tmp_path: Path) -> None:
    zhou, chen = school.window("author"), school.window("second")
    picture, other = tmp_path / "板书.png", tmp_path / "坏.png"
    Image.new("RGB", (60, 40), "teal").save(picture)
    other.write_bytes(b"no picture")
    zhou.write("看图")
    zhou.page.set_input_files('[data-coedit="picture-file"]', picture)
    expect(chen.paper.locator('img[alt="板书"]')).to_have_js_property("naturalWidth", 60)
    zhou.page.set_input_files('[data-coedit="picture-file"]', other)
    expect(zhou.page.locator('[data-coedit="notice"]')).to_be_visible()
    expect(zhou.page.locator(".picture-waiting")).to_have_count(0)
    zhou.expect_saved()


def test_two_minutes_without_network_lose_nothing(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("开头。")
    chen.expect_words("开头。")
    zhou.go_offline()
    zhou.expect_status("离线")
    zhou.write("离线写的。")
    zhou.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    chen.write("同时写的。")
    chen.expect_saved()
    zhou.come_back()
    zhou.expect_saved()
    chen.expect_words("离线写的。")
    zhou.expect_words("同时写的。")
    assert zhou.words() == chen.words()
    for words in ("开头。", "离线写的。", "同时写的。"):
        assert words in school.stored()


def test_a_killed_server_loses_nothing_that_was_called_saved(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    for round_ in range(3):
        zhou.write(f"周{round_}。")
        zhou.expect_saved()
        chen.write(f"陈{round_}。")
        chen.expect_saved()
        saved = school.stored()
        zhou.type(f"刚打的{round_}。")
        school.server.kill()
        zhou.expect_status("离线")
        zhou.type(f"停机时{round_}。")
        for words in (f"周{round_}。", f"陈{round_}。"):
            assert words in saved
        school.server.start()
        zhou.expect_saved()
        chen.expect_saved()
    stored = school.stored()
    for round_ in range(3):
        for words in (f"周{round_}", f"陈{round_}", f"刚打的{round_}", f"停机时{round_}"):
            assert words in stored
    assert zhou.words() == chen.words()


def test_offline_words_survive_closing_the_window(school: School) -> None:
    zhou, again = school.windows_of("author", 2)
    zhou.write("记下来了。")
    zhou.expect_saved()
    again.expect_words("记下来了。")
    again.page.close()
    school.server.kill()
    zhou.expect_status("离线")
    zhou.type("没网时写的。")
    zhou.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    context, address = zhou.page.context, zhou.page.url
    zhou.page.wait_for_timeout(800)  # the browser writes its copy a moment after each key
    zhou.page.close(run_before_unload=False)
    school.server.start()
    page = context.new_page()
    page.goto(address)
    expect(page.locator('[data-coedit="status"]')).to_contain_text("已保存")
    expect(page.locator(".ProseMirror")).to_contain_text("记下来了。没网时写的。")
    assert "没网时写的。" in school.stored()


def test_polling_keeps_the_same_promise(school: School) -> None:
    zhou = school.window("author")
    chen = school.window("second")
    zhou.expect_saved()
    blocked = "window.WebSocket = class { constructor() { throw new Error('blocked') } }"
    chen.page.add_init_script(blocked)
    chen.page.reload()
    chen.expect_saved()
    chen.write("没有 WebSocket 也行。")
    zhou.expect_words("没有 WebSocket 也行。")
    zhou.write("好。")
    chen.expect_words("好。")
    chen.expect_saved()


def test_a_reader_reads_and_a_demoted_writer_stops(school: School) -> None:
    zhou, chen, reader = school.window("author"), school.window("second"), school.window("reader")
    zhou.write("给大家看。")
    reader.expect_words("给大家看。")
    reader.expect_status("只读")
    expect(reader.paper).to_have_attribute("contenteditable", "false")
    chen.expect_words("给大家看。")
    school.act("demote", school.document, school.people["second"])
    chen.expect_status("只读")
    expect(chen.paper).to_have_attribute("contenteditable", "false")
    bar = '[data-coedit="bar"]'
    expect(chen.page.locator(bar)).to_contain_text("你现在只能阅读这份备课")
    expect(chen.page.get_by_role("link", name="回到工作台")).to_be_hidden()
    school.act("unseat", school.document, school.people["author"])
    zhou.expect_status("已失去权限")
    expect(zhou.page.locator(bar)).to_contain_text("你不再能看到这份备课")
    expect(zhou.page.get_by_role("link", name="回到工作台")).to_be_visible()
    expect(zhou.page.get_by_role("button", name="重新载入")).to_be_hidden()
    expect(zhou.paper).to_be_hidden()


def test_who_may_not_open_it_sees_no_empty_paper(school: School) -> None:
    outsider = school.window("outsider")
    outsider.expect_status("无法打开")
    expect(outsider.page.locator('[data-coedit="bar"]')).to_be_visible()
    expect(outsider.paper).to_have_count(0)


def test_words_of_somebody_who_lost_the_right_offline_can_be_copied(school: School) -> None:
    zhou = school.window("author")
    zhou.write("已存。")
    zhou.expect_saved()
    zhou.go_offline()
    zhou.expect_status("离线")
    zhou.type("没存的话。")
    school.act("unseat", school.document, school.people["author"])
    zhou.come_back()
    zhou.expect_status("已失去权限")
    zhou.page.get_by_role("button", name="复制未同步的内容").click()
    expect(zhou.page.get_by_role("button", name="已复制")).to_be_visible()
    assert "没存的话。" in zhou.page.evaluate("navigator.clipboard.readText()")
    assert "没存的话。" not in school.stored()


COPIES = """async () => {
    const copies = await indexedDB.databases()
    return copies.filter(copy => copy.name.startsWith('qinglan-doc-')).length
}"""


def test_a_shared_computer_keeps_only_words_that_were_not_sent(school: School) -> None:
    zhou = school.window("author")
    zhou.write("存好了。")
    zhou.expect_saved()
    context = zhou.page.context
    cookies = context.cookies()
    school.server.kill()
    zhou.expect_status("离线")
    zhou.type("还没送到。")
    zhou.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    zhou.page.wait_for_timeout(800)  # the count is written down a moment later
    zhou.page.close(run_before_unload=False)
    page = context.new_page()
    school.server.start()
    context.clear_cookies()
    page.goto(f"{school.server.url}/sign-in")
    page.wait_for_timeout(800)
    assert page.evaluate(COPIES) == 1

    context.add_cookies(cookies)  # type: ignore[arg-type]  # Playwright types what it returns apart
    page.goto(f"{school.server.url}/test/{school.document}")
    expect(page.locator('[data-coedit="status"]')).to_contain_text("已保存")
    page.wait_for_timeout(800)
    context.clear_cookies()
    page.goto(f"{school.server.url}/sign-in")
    wait_until(lambda: page.evaluate(COPIES) == 0)
    assert "还没送到。" in school.stored()
