"""Scenario 3: nine teachers of three schools write at once; one loses the network; nothing is lost.

That such tests can fail is proved by `test_a_pump_that_acknowledges_early_is_found_out` in
tests/coedit/test_failures.py: a server that acknowledges without storing does not get through.
"""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.windows import Window
from tests.coedit.browsers import Page, wait_until
from tests.installation import Installation, Visitor
from tests.scenarios.conftest import OpenPage
from tests.scenarios.people import document_of, invite, preparation_of

TITLE = "习作：身边的小实验"
LEAD = "zhouruoxi"
OTHERS = ("suyu", "yutinglan", "xiazhiwei", "hejiayan", "bairuchu")
INVITED = {"wenxuyan": "温叙言", "tianxiaoman": "田小满", "hanjinyue": "韩今越"}
SCHOOLS = {"青禾", "柳溪", "白鹭湾"}
MIDDLE = "问题不在不会用词"  # stands in the middle of a paragraph of the plan


class Desk:
    """The nine at their preparation."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        lead = installation.visitor(LEAD)
        self.preparation = preparation_of(lead, TITLE)
        for name in INVITED.values():
            invite(lead, self.preparation, name)
        accounts = (*OTHERS, *INVITED)
        self.nine: list[Visitor] = [lead, *(installation.visitor(account) for account in accounts)]
        self.document = document_of(lead, self.preparation)

    def stored(self) -> str:
        return self.installation.stored_text(self.document)


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return Desk(installation)


@pytest.mark.live
def test_nine_pages_write_into_one_paragraph(desk: Desk, open_page: OpenPage) -> None:
    pages = [open_page(visitor, desk.document) for visitor in desk.nine]
    hanjinyue, others = pages[-1], pages[:-1]
    shown = desk.nine[0].get(f"/preparations/{desk.preparation}").text
    assert {school for school in SCHOOLS if school in shown} == SCHOOLS

    for number, page in enumerate(pages):
        page.write(f"〔{number}断网前〕", behind=MIDDLE)
    settle(pages)
    hanjinyue.do("offline")
    for part in "一二三":
        hanjinyue.write(f"〔断网时{part}〕", behind="〔8断网前〕")
        for number, page in enumerate(others):
            page.write(f"〔{number}同时{part}〕", behind=f"〔{number}断网前〕")
    wait_until(lambda: all(page.is_saved() for page in others))
    assert not hanjinyue.is_saved()
    assert "断网时" not in desk.stored()
    hanjinyue.do("online")
    hanjinyue.write("〔回来后〕", behind="〔断网时一〕")
    settle(pages)

    stored = desk.stored()
    assert_all_is_there(stored, offline="8")
    assert "〔断网时一〕〔回来后〕" in stored
    assert {tuple(page.paragraphs) for page in pages} == {tuple(hanjinyue.paragraphs)}


@pytest.mark.browser
def test_the_ninth_has_a_real_window(desk: Desk, open_page: OpenPage, chromium: Browser) -> None:
    others = [open_page(visitor, desk.document) for visitor in desk.nine[:-1]]
    with chromium.new_context(locale="zh-CN") as context:
        address = desk.installation.server.url
        context.add_cookies(desk.nine[-1].cookies)
        window = Window(context.new_page())
        window.page.goto(f"{address}/preparations/{desk.preparation}/edit")
        window.expect_words(MIDDLE)
        window.put_caret_behind(MIDDLE)
        window.type("〔断网前")
        window.expect_saved()
        window.go_offline()
        window.type("、断网时")
        window.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
        for number, page in enumerate(others):
            page.write(f"〔{number}同时〕", behind=MIDDLE)
        settle(others)
        assert "断网时" not in desk.stored()
        window.type("、还在写")
        window.come_back()
        window.expect_saved()
        window.type("、回来后〕")
        window.expect_saved()
        window.expect_words("〔7同时〕")
        wait_until(lambda: all("回来后〕" in "".join(page.paragraphs) for page in others))

    stored = desk.stored()
    assert "〔断网前、断网时、还在写、回来后〕" in stored
    assert all(f"〔{number}同时〕" in stored for number in range(8))


def settle(pages: list[Page]) -> None:
    """Everything is acknowledged, and all see the same."""
    wait_until(lambda: all(page.is_saved() for page in pages), lambda: [page.told[-3:] for page in pages])
    wait_until(lambda: len({tuple(page.paragraphs) for page in pages}) == 1)


def assert_all_is_there(stored: str, *, offline: str) -> None:
    for part in "一二三":
        assert f"〔断网时{part}〕" in stored
        assert all(f"〔{number}同时{part}〕" in stored for number in range(9) if str(number) != offline)
    assert all(f"〔{number}断网前〕" in stored for number in range(9))
