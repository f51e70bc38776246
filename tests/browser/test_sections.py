"""Two teachers divide a plan: sections are given, finished, taken out and put in, not lost by accident."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"
LEARNERS = "学情分析"


class Outline(Window):
    """A teacher's window, with the outline beside the text."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.given: Locator = self.dialog("section")
        self.notice: Locator = page.locator('[data-coedit="notice"]')

    def lines(self) -> list[str]:
        """Without tables, where formulas are drawn a moment later."""
        return [line for line in self.words() if not line.startswith(("环节", "课题"))]

    def line(self, name: str) -> Locator:
        return self.page.locator("#coedit-outline-list li[data-section]", has_text=name)

    def heading(self, name: str) -> Locator:
        return self.paper.locator("h2[data-section]", has_text=name)

    def more(self, name: str) -> None:
        self.line(name).get_by_role("button", name="分工和删除").click()
        expect(self.given.get_by_role("heading", name=name)).to_be_visible()


def open_plan(town: Town, account: str, **options: object) -> Outline:
    outline = Outline(town.open_plan(account, TITLE, **options))
    outline.expect_saved()
    return outline


def test_a_section_is_given_and_done_and_who_is_there_is_seen(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")

    cheng.more(LEARNERS)
    cheng.given.get_by_label("谁来写").select_option(label="田小满 · 柳溪")
    cheng.given.get_by_role("button", name="指定", exact=True).click()
    expect(tian.line(LEARNERS).locator(".section-assignee")).to_have_text("田小满")

    tian.more(LEARNERS)
    expect(tian.given.get_by_label("谁来写")).to_be_hidden()
    tian.given.get_by_role("button", name="标记为完成").click()
    expect(cheng.line(LEARNERS).locator(".section-done")).to_contain_text("已完成")
    expect(cheng.line("教材分析").locator(".section-done")).to_have_count(0)

    tian.put_caret_behind("学生对百分数并不陌生")
    here = cheng.line(LEARNERS).locator(".section-person")
    expect(here).to_have_attribute("title", "田小满 · 柳溪")
    tian.put_caret_behind("百分数是特殊的倍比")
    expect(cheng.line("教材分析").locator(".section-person")).to_have_text("田")
    expect(here).to_have_count(0)

    tian.put_caret_behind("把分数化成百分数时")  # below a heading that is no section
    beside = cheng.page.locator("#coedit-outline-list > li", has_text="课堂观察点")
    expect(beside.locator(".section-person")).to_have_text("田")
    expect(cheng.page.locator("#coedit-outline-list .section-person[title^='田小满']")).to_have_count(1)


def test_whoever_suggests_is_told_that_the_section_is_only_proposed_to_go(town: Town) -> None:
    tian = open_plan(town, "tianxiaoman")
    tian.page.locator('[data-mode-choice="suggest"]').click()
    tian.more(LEARNERS)
    tian.given.get_by_role("button", name="删除栏目和内容").click()
    expect(tian.notice).to_contain_text(f"已建议删除栏目“{LEARNERS}”")
    expect(tian.heading(LEARNERS)).to_be_visible()


def test_a_section_is_taken_out_on_purpose_and_put_in_again(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")

    cheng.more("板书设计")
    cheng.given.get_by_role("button", name="删除栏目和内容").click()
    expect(tian.heading("板书设计")).to_have_count(0)
    expect(tian.line("板书设计")).to_have_count(0)

    tian.page.get_by_role("button", name="添加栏目").click()
    tian.dialog("section-add").get_by_label("还没有的栏目").select_option(label="板书设计")
    tian.dialog("section-add").get_by_role("button", name="添加", exact=True).click()
    tian.type("左边写课题")
    expect(cheng.heading("板书设计")).to_be_visible()
    expect(cheng.heading("板书设计").locator("+ p")).to_contain_text("左边写课题")
    expect(cheng.line("板书设计")).to_be_visible()
    names = cheng.page.locator("#coedit-outline-list li[data-section] [data-depth]").all_text_contents()
    assert names.index("教学过程") < names.index("板书设计") < names.index("作业设计")


def headings(outline: Outline) -> list[str]:
    keys: list[str] = outline.paper.locator("h2[data-section]").evaluate_all(
        "all => all.map(heading => heading.dataset.section)"
    )
    return keys


def test_two_who_delete_everything_at_once_keep_each_section_once(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")
    before = sorted(headings(cheng))
    assert len(before) > 3

    for away in (True, False):
        for outline in (cheng, tian):
            outline.page.context.set_offline(away)
            outline.paper.focus()
            if away:
                outline.press("Control+a")
                outline.press("Delete")
    for outline in (cheng, tian):
        outline.expect_saved()

    for outline in (cheng, tian):
        expect(outline.paper.locator("h2[data-section]")).to_have_count(len(before))
        assert sorted(headings(outline)) == before
        words = outline.paper.locator("h2").all_text_contents()
        shown = [word for word in words if word.strip()]
        assert len(set(shown)) == len(shown) == len(before)
    cheng.heading(LEARNERS).click()
    cheng.press("End")
    cheng.type("（重写）")
    expect(tian.heading(LEARNERS)).to_contain_text("（重写）")
    assert cheng.words() == tian.words()


@pytest.mark.parametrize("name", [LEARNERS, "教材分析"], ids=["below a list", "below a paragraph"])
def test_backspace_at_a_section_says_why_it_stays(town: Town, name: str) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")
    before = tian.lines()

    cheng.heading(name).click()
    cheng.press("Home")
    expect(tian.heading(name)).to_have_text(re.compile(f"程亦安.*{name}"))  # the caret stands before it
    cheng.press("Backspace")

    expect(cheng.notice).to_contain_text(f"“{name}”是教案的栏目，不能并入别处或改成正文")
    expect(cheng.notice).to_contain_text("要删除请用大纲里的“…”")
    assert cheng.lines() == before
    cheng.press("End")
    cheng.type("（前测之后）")
    expect(tian.heading(name)).to_contain_text("（前测之后）")
    assert tian.lines() == [f"{line}（前测之后）" if line == name else line for line in before]


def test_on_a_phone_sections_are_divided_in_the_drawer(town: Town) -> None:
    cheng = open_plan(
        town, "chengyian", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )

    cheng.page.locator('[data-coedit="outline-toggle"]').tap()
    cheng.line(LEARNERS).get_by_role("button", name="分工和删除").tap()
    cheng.given.get_by_label("谁来写").select_option(label="田小满 · 柳溪")
    cheng.given.get_by_role("button", name="指定", exact=True).tap()

    expect(cheng.line(LEARNERS).locator(".section-assignee")).to_have_text("田小满")
    assert cheng.page.evaluate("document.documentElement.scrollWidth") <= 360
