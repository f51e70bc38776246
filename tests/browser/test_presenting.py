"""One teacher presents: the others' view follows, hands are raised in order, and the text may be locked."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "百分数的意义"


class Seat(Window):
    """A teacher's window, with the bar that appears while somebody presents."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.stage: Locator = page.locator('[data-coedit="stage"]')
        self.locked: Locator = self.stage.get_by_text("已锁定编辑")
        self.hands: Locator = self.stage.locator("ol li")

    def act(self, name: str) -> None:
        self.stage.get_by_role("button", name=name, exact=True).click()

    def present(self) -> None:
        self.page.get_by_role("button", name="主讲", exact=True).click()
        expect(self.stage).to_contain_text("你正在主讲")

    def roll(self, far: int) -> None:
        self.paper.hover(position={"x": 300, "y": 300})
        self.page.mouse.wheel(0, far)

    def heading(self, name: str) -> Locator:
        return self.paper.locator("h2", has_text=name)


def open_plan(town: Town, account: str, **options: object) -> Seat:
    seat = Seat(town.open_plan(account, TITLE, **options))
    seat.expect_saved()
    return seat


def test_the_view_follows_whoever_presents_until_one_goes_ones_own_way(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")
    expect(tian.page.locator('[data-coedit="stage-begin"]')).to_be_hidden()

    cheng.present()
    expect(tian.stage).to_contain_text("程亦安正在主讲")
    cheng.heading("教学过程").evaluate("it => it.scrollIntoView()")
    expect(tian.heading("教学过程")).to_be_in_viewport()

    tian.roll(-400)
    expect(tian.stage.get_by_role("button", name="回到主讲处")).to_be_visible()
    cheng.heading("作业设计").evaluate("it => it.scrollIntoView()")
    expect(cheng.heading("作业设计")).to_be_in_viewport()
    expect(tian.heading("作业设计")).not_to_be_in_viewport()
    tian.act("回到主讲处")
    expect(tian.heading("作业设计")).to_be_in_viewport()

    cheng.act("结束主讲")
    expect(tian.stage).to_be_hidden()


def test_hands_stand_in_the_order_in_which_they_went_up(town: Town) -> None:
    cheng, tian, lin = (open_plan(town, name) for name in ("chengyian", "tianxiaoman", "linzhiyuan"))
    cheng.present()

    tian.act("举手")
    expect(cheng.hands).to_have_count(1)
    lin.act("举手")

    expect(cheng.hands).to_have_text([re.compile("田小满 · 柳溪"), re.compile("林知远 · 青禾")])
    cheng.hands.first.get_by_role("button", name="请发言").click()
    expect(lin.hands.first).to_contain_text("正在发言")
    expect(lin.hands.get_by_role("button")).to_have_count(0)
    lin.act("放下手")
    expect(tian.hands).to_have_count(1)
    cheng.hands.first.get_by_role("button", name="移除").click()
    expect(tian.stage.get_by_role("button", name="举手", exact=True)).to_be_visible()


def test_while_it_is_locked_only_the_presenter_writes(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")
    cheng.present()

    cheng.act("锁定编辑")
    tian.expect_status("只读")
    expect(tian.locked).to_be_visible()
    expect(tian.paper).to_have_attribute("contenteditable", "false")
    expect(cheng.page.get_by_role("button", name="田小满 · 柳溪")).to_be_visible()
    cheng.write("主讲时写下的话。")
    tian.expect_words("主讲时写下的话。")
    expect(tian.page.locator('[data-coedit="bar"]')).to_be_hidden()

    cheng.act("允许编辑")
    tian.expect_saved()
    tian.write("又可以写了。")
    cheng.expect_words("又可以写了。")


def test_words_written_away_wait_until_the_text_is_free(town: Town) -> None:
    cheng, tian = open_plan(town, "chengyian"), open_plan(town, "tianxiaoman")
    cheng.present()
    tian.go_offline()
    tian.expect_status(re.compile("离线"))
    tian.write("路上想到的。")
    cheng.act("锁定编辑")
    expect(cheng.locked).to_be_visible()

    tian.come_back()
    tian.expect_status("未保存")
    expect(cheng.paper).not_to_contain_text("路上想到的。")

    cheng.act("允许编辑")
    cheng.expect_words("路上想到的。")
    tian.expect_saved()


def test_on_a_phone_the_bar_fits_and_stays(town: Town) -> None:
    cheng = open_plan(town, "chengyian")
    tian = open_plan(
        town, "tianxiaoman", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    cheng.present()
    cheng.heading("作业设计").evaluate("it => it.scrollIntoView()")
    expect(tian.heading("作业设计")).to_be_in_viewport()

    expect(tian.stage).to_be_in_viewport(ratio=1)
    tian.stage.get_by_role("button", name="举手", exact=True).tap()

    expect(cheng.hands).to_have_text([re.compile("田小满 · 柳溪")])
    expect(tian.hands).to_have_count(1)
    assert tian.page.evaluate("document.documentElement.scrollWidth") <= 360
