"""Somebody who may only read sees all of it live: words, comments, suggestions, and what is presented."""

from typing import TypeVar

import pytest
from playwright.sync_api import expect

from tests.browser import test_comments, test_presenting, test_suggestions
from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
W = TypeVar("W", bound=Window)
READER = "huangningyuan"  # of the subject group, takes no part


def open_as_reader(town: Town, kind: type[W]) -> W:
    """A window on the text for somebody who may not write in it."""
    window = kind(town.open_plan(READER, TITLE))
    window.expect_status("只读")
    expect(window.paper).to_have_attribute("contenteditable", "false")
    expect(window.page.locator('[data-coedit="toolbar"]')).to_be_hidden()
    expect(window.page.locator(".mode-choice")).to_be_hidden()
    return window


def test_words_and_carets_are_seen_while_they_are_written(town: Town) -> None:
    huang, cheng = open_as_reader(town, Window), Window(town.open_plan("chengyian", TITLE))
    cheng.expect_saved()

    cheng.write("写给大家看。")
    huang.expect_words("写给大家看。")
    expect(huang.paper.locator(".caret-label")).to_have_text("程亦安 · 青禾")
    cheng.press("Control+z")
    expect(huang.paper).not_to_contain_text("写给大家看。")
    cheng.expect_saved()
    assert huang.words() == cheng.words()


def test_comments_are_seen_coming_and_going(town: Town) -> None:
    huang, cheng = open_as_reader(town, test_comments.Desk), test_comments.open_plan(town, "chengyian")
    quote = "谁是标准"

    cheng.comment(quote, "这里要停一停")
    expect(huang.thread("这里要停一停")).to_be_visible()
    huang.expect_marked("这里要停一停", quote)
    expect(huang.thread("这里要停一停").locator("form")).to_have_count(0)

    cheng.thread("这里要停一停").get_by_role("button", name="解决").click()
    expect(huang.thread("这里要停一停")).to_be_hidden()
    expect(huang.mark_of("这里要停一停")).to_have_count(0)
    huang.filter("resolved")
    expect(huang.thread("程亦安 已解决").last).to_be_visible()


def test_suggestions_are_seen_and_what_becomes_of_them(town: Town) -> None:
    huang = open_as_reader(town, test_suggestions.Desk)
    han, cheng = (test_suggestions.open_plan(town, name) for name in ("hanjinyue", "chengyian"))
    han.suggest_from_now_on()

    han.insert("先不说答案，", behind="一件衣服含棉85%，")
    huang.expect_added("先不说答案，")
    huang.show_list()
    expect(huang.one("先不说答案")).to_contain_text("韩今越")
    expect(huang.page.get_by_role("button", name="采纳")).to_have_count(0)

    cheng.show_list()
    cheng.one("先不说答案").get_by_role("button", name="采纳", exact=True).click()
    expect(huang.one("先不说答案")).to_have_count(0)
    expect(huang.paper.locator(".adopted", has_text="先不说答案，")).to_be_visible()


def test_the_view_follows_whoever_presents_and_a_hand_may_be_raised(town: Town) -> None:
    huang = open_as_reader(town, test_presenting.Seat)
    cheng = test_presenting.open_plan(town, "chengyian")

    cheng.present()
    expect(huang.stage).to_contain_text("程亦安正在主讲")
    cheng.heading("作业设计").evaluate("it => it.scrollIntoView()")
    expect(huang.heading("作业设计")).to_be_in_viewport()
    huang.act("举手")
    expect(cheng.hands).to_contain_text(["黄宁远"])

    cheng.act("锁定编辑")
    expect(huang.locked).to_be_visible()
    cheng.act("允许编辑")
    expect(huang.locked).to_be_hidden()
    huang.expect_status("只读")
    cheng.act("结束主讲")
    expect(huang.stage).to_be_hidden()
