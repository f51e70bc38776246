"""A session that ends in the middle of a form: what was typed is there again, for the same person only."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.demo.accounts import PASSWORD
from tests.browser.town import Town

pytestmark = pytest.mark.browser

NOTE = "已恢复上次填写的内容。"
FILE = "选好的文件没能保留"
KEPT = "() => sessionStorage.getItem('qinglan-unsent-form')"


def half_filled(town: Town) -> Page:
    """The form of a new preparation, with words, choices and a file in it."""
    page = town.come("suyu")
    page.goto("/preparations/new")
    page.locator("a[href*='node_id=']").first.click()
    page.locator("[name=title]").fill("苏屿打到一半的课题")
    page.locator("[name=periods]").fill("3")
    page.locator("[name=word]").set_input_files(
        {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": b"PK"}
    )
    page.locator("[name=source][value=blank]").check()
    page.get_by_text("时间和地点").click()
    page.locator("[name=place]").fill("三楼会议室")
    return page


def sign_in(page: Page, account: str) -> None:
    page.locator("[name=name]:visible").fill(account)
    page.locator("[name=password]:visible").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).first.click()


def put_out(town: Town) -> None:
    elsewhere = town.installation.visitor("suyu")
    elsewhere.post("/account/devices/others/sign-out", page="/account/devices")


def test_what_was_typed_is_there_again_once(town: Town) -> None:
    page = half_filled(town)
    address = page.url
    put_out(town)

    page.get_by_role("button", name="开始备课").click()
    expect(
        page.get_by_text("这台设备的登录已结束：可能是你在别处退出、换了密码，或由管理员退出。请重新登录。")
    ).to_be_visible()
    sign_in(page, "suyu")

    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_text(FILE)).to_be_visible()
    assert page.url == address
    expect(page.locator("[name=title]")).to_have_value("苏屿打到一半的课题")
    expect(page.locator("[name=periods]")).to_have_value("3")
    expect(page.locator("[name=source][value=blank]")).to_be_checked()
    expect(page.locator("[name=place]")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value("三楼会议室")
    assert page.evaluate(KEPT) is None

    page.get_by_role("button", name="不要了，重新填").click()
    expect(page.locator("[name=place]")).not_to_have_value("三楼会议室")
    expect(page.get_by_text(NOTE)).to_be_hidden()
    assert page.evaluate(KEPT) is None


def test_what_a_colleague_saved_meanwhile_stays(town: Town) -> None:
    page, other = town.come("suyu"), town.come("suyu")
    page.goto("/preparations?tab=all")
    plan = page.locator("a.row-title", has_text="我有一个想法").first.get_attribute("href")
    for window in (page, other):
        window.goto(f"{plan}/details")
    page.locator("[name=title]").fill("习作：我还有一个想法")
    other.locator("[name=place]").fill("五楼图书室")
    other.get_by_role("button", name="保存").click()
    expect(other.locator("body")).to_contain_text("五楼图书室")

    page.context.clear_cookies()
    page.get_by_role("button", name="保存").click()
    sign_in(page, "suyu")
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("heading", name="习作：我还有一个想法")).to_be_visible()
    expect(page.locator("body")).to_contain_text("五楼图书室")


def test_the_next_person_at_this_computer_finds_an_empty_form(town: Town) -> None:
    page = half_filled(town)
    page.context.clear_cookies()

    page.get_by_role("button", name="开始备课").click()
    expect(page.get_by_text("登录已过期，请重新登录。")).to_be_visible()
    assert "苏屿" in page.evaluate(KEPT)
    sign_in(page, "linzhiyuan")

    expect(page.locator(".top-person")).to_be_visible()
    expect(page.get_by_text(NOTE)).to_be_hidden()
    expect(page.locator("body")).not_to_contain_text("苏屿打到一半的课题")
    assert page.evaluate(KEPT) is None


def test_a_choice_that_asks_the_server_loses_nothing_either(town: Town) -> None:
    page = half_filled(town)
    put_out(town)

    page.locator("[name=whole_unit]").click()
    page.wait_for_url(re.compile("/sign-in"))
    sign_in(page, "suyu")

    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("苏屿打到一半的课题")


def test_nothing_is_kept_of_a_form_that_was_taken_or_left(town: Town) -> None:
    page = town.come("suyu")
    page.goto("/account")
    page.locator("[name=email]").fill("suyu@school.test")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    assert page.evaluate(KEPT) is None

    page.locator("[name=phone]").fill("13900001111")
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/sign-in"))
    assert page.evaluate(KEPT) is None
