"""Forms of the administration, in a browser that checks them before it sends them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import Town

pytestmark = pytest.mark.browser


def test_a_school_of_one_stage_is_made_by_the_button(town: Town) -> None:
    page = town.come("admin")
    page.goto("/admin/schools/new")
    page.locator("[name=name]").fill("望山新城小学")
    page.locator("[name=short_name]").fill("新城")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("至少选一个学段。")).to_be_visible()

    page.get_by_label("小学", exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("学校已建立。")).to_be_visible()

    page.get_by_role("link", name="编辑").first.click()
    expect(page.get_by_label("小学", exact=True)).to_be_checked()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()


def test_back_to_a_form_that_was_sent_does_not_call_it_lost(town: Town) -> None:
    page = town.come("zhongmingli")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto("/admin/people/new")
    fill_person(page, account="zhongmingli")
    expect(page.get_by_text("这个工号已经有人使用。").first).to_be_visible()
    fill_person(page, account="QH9001")
    expect(page.get_by_text("临时密码只显示这一次")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", name="这张表单已经送出过了")).to_be_visible()
    expect(page).to_have_title(re.compile("这张表单已经送出过了"))
    expect(page.get_by_text("现在连不上服务器")).to_be_hidden()

    page.goto("/admin/people/new")
    town.installation.server.kill()
    fill_person(page, account="QH9002")
    expect(page.get_by_role("heading", name="现在连不上服务器")).to_be_visible()
    expect(page.get_by_text("刚才的表单没有送出去")).to_be_visible()


def fill_person(page: Page, *, account: str) -> None:
    page.locator("[name=name]").fill("白新来")
    page.locator("[name=account_name]").fill(account)
    page.locator("[name=unit]").select_option(index=1)
    page.get_by_role("button", name="新建").click()
