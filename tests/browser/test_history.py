"""Two teachers and the past of their text: colours, a version, what changed, the way back, the replay."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import School
from tests.browser.windows import Window

pytestmark = pytest.mark.browser


REMEMBER = """paper => {
    paper.shown = []
    new MutationObserver(() => paper.shown.push(paper.textContent))
        .observe(paper, { childList: true, subtree: true })
}"""


def written_by_two(school: School) -> tuple[Window, Window]:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("重点是理解面积的意义")
    chen.expect_words("面积的意义")
    chen.write("，难点是单位换算")
    zhou.expect_words("单位换算")
    zhou.expect_saved()
    chen.expect_saved()
    return zhou, chen


def keep_version(window: Window, label: str) -> None:
    window.paper.press("Control+Alt+s")
    window.page.locator("#version-label").fill(label)
    window.press("Enter")
    expect(window.page.locator('[data-coedit="notice"]')).to_contain_text(label)


def authors(window: Window) -> dict[str, str]:
    """The coloured words, by who wrote them."""
    script = """paper => [...paper.querySelectorAll('span.by')].map(each => [each.textContent, each.title])"""
    words: dict[str, str] = {}
    for text, title in window.paper.evaluate(script):
        name = title.split(" · ")[0]
        words[name] = words.get(name, "") + text
    return words


def test_words_are_coloured_by_who_typed_them_also_after_enter(school: School) -> None:
    zhou, chen = written_by_two(school)
    zhou.put_caret_behind("难点")
    zhou.press("Enter")
    chen.expect_words("难点")
    zhou.expect_saved()
    chen.page.locator("summary", has_text="历史").click()
    toggle = chen.page.locator('[data-coedit="authors-toggle"]')
    toggle.evaluate("each => { each.click(); each.click(); }")  # again, before the answer is there
    expect(chen.paper.locator("span.by").first).to_be_visible()

    assert authors(chen) == {"author": "重点是理解面积的意义", "second": "，难点是单位换算"}
    expect(chen.page.locator('[data-coedit="authors-legend"] li')).to_have_count(2)
    toggle.evaluate("each => each.click()")
    expect(chen.paper.locator("span.by")).to_have_count(0)


def test_the_slider_shows_the_text_as_it_was_and_plays_it_again(school: School) -> None:
    zhou, chen = written_by_two(school)
    for word in "一二三四五六七八九十":
        zhou.type(word)
        zhou.expect_saved()
    chen.expect_words("十")
    page = chen.page.context.new_page()
    page.goto(f"{school.server.url}/documents/{school.document}/history/replay")
    paper, slider = page.locator('[data-history="paper"]'), page.locator('[data-history="slider"]')
    told, play = page.locator('[data-history="told"]'), page.locator('[data-history="play"]')
    expect(told).to_contain_text("author")
    last = paper.inner_text()

    slider.press("ArrowLeft")
    expect(paper).to_have_text(last.replace("十", ""))
    page.locator('[data-history="burst-before"]').click()
    expect(paper).to_have_text(last.partition("一")[0] + "一" + last.partition("十")[2])
    slider.press("ArrowLeft")
    expect(told).to_contain_text("second")
    expect(paper).to_have_text("重点是理解面积的意义，难点是单位换算")
    while "second" in told.inner_text():  # what one types at once may have come in several rows
        slider.press("ArrowLeft")
    expect(told).to_contain_text("author")
    expect(paper).to_have_text("重点是理解面积的意义")
    slider.press("Home")
    expect(paper).to_be_empty()

    page.locator('[data-history="speed"]').select_option("1")
    paper.evaluate(REMEMBER)
    play.click()
    expect(paper).to_have_text(last)
    expect(play).to_have_text("播放")
    shown = paper.evaluate("paper => paper.shown")
    lengths = [len(words) for words in shown]
    assert len(set(lengths)) > 3
    assert lengths == sorted(lengths)
    assert shown[-1] == last
    chen.write("。")  # the replay of one is nothing that happens to the text
    zhou.expect_words("单位换算。")


def test_a_version_is_compared_replayed_and_restored_while_the_other_writes(school: School) -> None:
    zhou, chen = written_by_two(school)
    keep_version(zhou, "试讲之前")
    chen.write("。再加一句")
    zhou.expect_words("再加一句")
    zhou.paper.press("Control+Home")
    for _ in range(2):
        zhou.press("Delete")
    chen.expect_words("是理解")
    zhou.expect_saved()
    page = zhou.page.context.new_page()
    page.goto(f"{school.server.url}/documents/{school.document}/history")
    page.get_by_role("button", name="比较所选的两个").click()
    paper = page.locator('[data-history="paper"]')
    expect(paper.locator("ins")).to_have_text("。再加一句")
    expect(paper.locator("ins")).to_have_attribute("title", "second · 实验小学 写的")
    expect(paper.locator("del")).to_have_text("重点")
    expect(paper.locator("del")).to_have_attribute("title", "author · 实验小学 写的，author · 实验小学 删的")
    page.goto(f"{school.server.url}/documents/{school.document}/history/replay")
    expect(paper).to_have_text("是理解面积的意义，难点是单位换算。再加一句")

    page.goto(f"{school.server.url}/documents/{school.document}/history")
    version = page.get_by_role("link", name="恢复").first.get_attribute("href") or ""
    zhou.page.evaluate("hash => { location.hash = hash }", version.split("#")[1])
    dialog = zhou.dialog("restore")
    expect(dialog).to_be_visible()
    chen.press("Control+End")
    chen.type("（同时写的）")
    dialog.get_by_role("button", name="恢复").click()
    zhou.expect_words("重点是理解面积的意义，难点是单位换算")
    zhou.expect_saved()
    chen.expect_words("重点是理解面积的意义")
    chen.expect_saved()
    assert zhou.words() == chen.words()
    zhou.paper.press("Control+z")
    expect(chen.paper).not_to_contain_text("重点是")


def test_a_text_that_was_emptied_and_brought_back_is_no_change(school: School) -> None:
    zhou, _chen = written_by_two(school)
    zhou.paper.press("Control+End")
    zhou.press("Enter")
    zhou.write("课后作业")
    keep_version(zhou, "试讲之前")
    zhou.page.wait_for_timeout(600)  # what follows within half a second is one step back with the words
    zhou.press("Control+a")
    zhou.press("Delete")
    expect(zhou.paper).not_to_contain_text("面积")
    zhou.expect_saved()
    zhou.press("Control+z")
    zhou.expect_words("课后作业")
    zhou.expect_saved()
    page = zhou.page.context.new_page()
    page.goto(f"{school.server.url}/documents/{school.document}/history")
    page.get_by_role("button", name="比较所选的两个").click()
    paper = page.locator('[data-history="paper"]')
    expect(paper).to_contain_text("课后作业")
    expect(paper.locator("[data-change], [data-block]")).to_have_count(0)
    expect(page.locator('[data-history="told"]')).to_have_text("两个版本的内容相同。")
