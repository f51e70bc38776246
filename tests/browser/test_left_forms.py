"""A long form that was left half filled in is there again, until it is sent, given up, or one signs out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import Town

pytestmark = pytest.mark.browser

NOTE = "已恢复上次填写的内容。"
KEPT = "() => sessionStorage.getItem('qinglan-unsent-form')"
OFFERED = "#colleagues input[name=invited_ids]:not(:checked)"


def begun(town: Town) -> tuple[Page, str]:
    """A proposal with words in it and somebody found by name who stands in no list of the fresh page."""
    page = town.come("suyu")
    page.goto("/preparations/new")
    page.locator("a[href*='node_id=']").first.click()
    page.locator("[name=title]").fill("苏屿打到一半的课题")
    page.get_by_text("再邀请集团里的其他老师").click()
    fresh = set(page.locator(OFFERED).evaluate_all("boxes => boxes.map(box => box.value)"))
    page.locator("#colleague-words").fill("hejiayan")
    page.get_by_role("group", name="找到的老师").wait_for()
    found = page.locator(".people-choices:has(legend.sr) input").evaluate_all(
        "boxes => boxes.map(box => box.value)"
    )
    other = next(value for value in found if value not in fresh)
    page.locator(f"[name=invited_ids][value='{other}']").check()
    return page, other


def expect_restored(page: Page, invited: str) -> None:
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("苏屿打到一半的课题")
    chosen = page.get_by_role("group", name="已选 1 位")
    expect(chosen.locator(f"[value='{invited}']")).to_be_checked()
    expect(page.locator(f"[name=invited_ids][value='{invited}']")).to_have_count(1)


def test_a_reload_and_a_way_round_lose_nothing_until_it_is_sent(town: Town) -> None:
    page, invited = begun(town)
    address = page.url

    page.reload()
    expect_restored(page, invited)
    page.goto("/account")
    page.locator("[name=email]").fill("suyu@school.test")  # another form meanwhile
    page.goto("/")
    page.goto(address)
    expect_restored(page, invited)

    page.get_by_role("button", name="开始备课").click()
    page.wait_for_url(re.compile(r"/edit$"))
    assert page.evaluate(KEPT) is None
    page.goto(address)
    expect(page.locator("[name=title]")).not_to_have_value("苏屿打到一半的课题")
    expect(page.get_by_text(NOTE)).to_be_hidden()


def test_a_reload_without_a_network_loses_nothing_either(town: Town) -> None:
    page, invited = begun(town)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("现在连不上服务器")).to_be_visible()

    page.context.set_offline(False)  # the page opens by itself
    expect_restored(page, invited)


def test_what_was_cancelled_or_signed_out_of_is_gone(town: Town) -> None:
    page, _ = begun(town)
    page.goto("/")
    page.locator(".top-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/sign-in"))
    assert page.evaluate(KEPT) is None

    page = town.come("zhongmingli")
    page.goto("/admin/people/new")
    page.locator("main [name=name]").fill("新来的老师")
    page.reload()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("link", name="取消").click()
    page.wait_for_url(re.compile("/admin/people"))
    assert page.evaluate(KEPT) is None


def test_another_topic_keeps_what_was_typed_and_names_itself(town: Town) -> None:
    page, invited = begun(town)
    page.locator("[name=periods]").fill("7")
    page.get_by_role("link", name="换一个").click()
    page.get_by_placeholder("课题、拼音首字母").fill("分数")
    page.keyboard.press("Enter")
    page.locator("a.row-title[href*='node_id=']").first.click()
    expect_restored(page, invited)
    expect(page.locator("[name=periods]")).to_have_value("7")

    page.get_by_role("button", name="不要了，重新填").click()
    expect(page.locator("[name=title]")).not_to_have_value("苏屿打到一半的课题")
    usual = page.locator("[name=title]").input_value()
    page.locator("[name=periods]").fill("6")
    page.get_by_role("link", name="换一个").click()
    page.locator(f"a.row-title:not(:has-text('{usual}')):visible").first.click()
    expect(page.locator("[name=periods]")).to_have_value("6")
    expect(page.locator("[name=title]")).not_to_have_value(usual)  # nobody had typed it


def test_a_refused_form_takes_its_words_to_another_topic_too(town: Town) -> None:
    page, _ = begun(town)
    page.locator("[name=periods]").evaluate("field => { field.removeAttribute('max'); field.value = '99' }")
    page.get_by_role("button", name="开始备课").click()
    expect(page.locator("[data-invalid] [name=periods]")).to_be_visible()
    page.get_by_role("link", name="换一个").click()
    page.locator("a.row-title:visible").first.click()
    expect(page.locator("[name=title]")).to_have_value("苏屿打到一半的课题")
