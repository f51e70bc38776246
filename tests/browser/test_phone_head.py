"""The header of a document on a phone: two lines, and yet the way to everything."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.town import Town

pytestmark = pytest.mark.browser
TWO_LINES = 100  # pixels


def test_the_participants_and_the_notices_are_in_the_menu(town: Town) -> None:
    page = town.open_plan("chengyian", "百分数的意义", viewport={"width": 360, "height": 740}, has_touch=True)
    head = page.locator(".coedit-head")
    expect(page.locator(".ProseMirror")).to_be_visible()

    page.locator("summary", has_text="更多").click()
    expect(head.get_by_role("link", name="通知")).to_be_visible()
    box = head.bounding_box()
    assert box is not None
    assert box["height"] < TWO_LINES

    head.get_by_role("link", name="参加的老师").click()
    page.wait_for_url(re.compile("/participants$"))


def test_what_is_unread_shows_at_the_menu_and_goes_when_it_is_read_elsewhere(town: Town) -> None:
    page = town.open_plan("chengyian", "百分数的意义", viewport={"width": 360, "height": 740}, has_touch=True)
    dot, menu = page.locator(".unread-dot"), page.locator("summary", has_text="更多")
    expect(dot).to_be_visible()
    menu.click()
    expect(page.locator(".coedit-head").get_by_role("link", name="通知，2 条未读")).to_be_visible()

    other = town.open(page.context)
    other.goto("/notifications")
    other.get_by_role("button", name="全部标为已读").click()
    expect(other.get_by_text("已全部标为已读。")).to_be_visible()
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")  # back in this tab
    expect(dot).to_be_hidden()
    expect(page.locator(".coedit-head").get_by_role("link", name="通知", exact=True)).to_be_visible()
