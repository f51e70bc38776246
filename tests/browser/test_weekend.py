"""A tab left open over the weekend: each surprise ends in a clear state, no word is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import School
from tests.browser.test_away import open_plan
from tests.browser.town import Town
from tests.browser.windows import Window

pytestmark = pytest.mark.browser


def freeze(page: Page) -> None:
    """What a phone does with a page that is not looked at."""
    line = page.context.new_cdp_session(page)
    line.send("Page.setWebLifecycleState", {"state": "frozen"})


def wake(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Page.setWebLifecycleState", {"state": "active"})


def test_a_sleeping_phone_catches_up_after_a_restart(school: School) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("周五。")
    chen.expect_words("周五。")
    zhou.expect_saved()
    freeze(zhou.page)
    school.server.kill()
    school.server.start()
    chen.expect_saved()
    chen.write("周末。")
    chen.expect_saved()
    wake(zhou.page)
    zhou.expect_words("周末。")
    zhou.expect_saved()
    zhou.write("周一。")
    chen.expect_words("周一。")


def test_a_session_that_ended_asks_to_sign_in_and_goes_on_by_itself(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    context, server = su.page.context, town.installation.server
    server.kill()
    su.expect_status("离线")
    su.write("登录失效前写的。")
    su.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    context.clear_cookies()
    server.start()
    su.expect_status("登录已失效")
    expect(su.paper).to_have_attribute("contenteditable", "false")
    expect(su.page.get_by_role("link", name="在新窗口登录")).to_be_visible()

    lin = town.sign_in(context, "linzhiyuan")  # somebody else sits down at this computer
    expect(su.page.locator('[data-coedit="bar-text"]')).to_contain_text("另一位老师")
    su.expect_status("登录已失效")
    lin.locator(".top-person").click()
    lin.get_by_role("button", name="退出登录").click()
    expect(lin.get_by_role("button", name="登录", exact=True).first).to_be_visible()
    lin.close()
    back = town.sign_in(context, "suyu")
    back.wait_for_function("localStorage.getItem('qinglan-person') !== null")
    su.expect_saved()
    assert "登录失效前写的。" in town.installation.stored_text(document_of(su.page))


def test_words_for_a_plan_made_final_meanwhile_can_still_be_copied(town: Town) -> None:
    su = open_plan(town.come("suyu"))
    plan, document = su.page.url.removesuffix("/edit"), document_of(su.page)
    su.write("没赶上的话。")
    su.expect_saved()
    town.installation.server.kill()
    su.expect_status("离线")
    su.write("定稿之后才送来的话。")
    su.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    context = su.page.context
    su.page.close(run_before_unload=False)
    town.installation.server.start()
    town.installation.close_document(document)

    page = town.open(context)
    page.goto(f"{plan}/edit")
    window = Window(page)
    window.expect_status("未保存")
    expect(page).to_have_title(re.compile("^● "))
    page.goto(f"{plan}/text")
    lost = page.locator(".unsent-rescue textarea")
    expect(lost).to_have_value(re.compile("定稿之后才送来的话。"))
    page.get_by_role("button", name="从本机删除").click()
    page.get_by_role("button", name="再按一次").click()
    expect(page.locator(".unsent-rescue")).to_be_hidden()


def document_of(page: Page) -> int:
    return int(str(page.locator("[data-document-id]").get_attribute("data-document-id")))
