"""The database takes nothing for a while: said in the window, no promise given, over when it is over."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import School
from tests.browser.windows import Window
from tests.hindrances import full, locked

pytestmark = pytest.mark.browser

BAR = '[data-coedit="bar-text"]'
WHY = "服务器暂时存不下，正在重试"
Hindrance = Callable[[Path, int], AbstractContextManager[None]]


@pytest.mark.parametrize("hindrance", [locked, full])
def test_not_saved_is_seen_and_everything_arrives_afterwards(
    school: School, tmp_path: Path, hindrance: Hindrance
) -> None:
    zhou, chen = school.window("author"), school.window("second")
    zhou.write("先存好的。")
    chen.expect_words("先存好的。")
    zhou.expect_saved()
    chen.expect_saved()

    with hindrance(tmp_path / "qinglan.sqlite3", school.server.process):
        zhou.write("存不下的。")
        zhou.expect_status("未保存")
        expect(zhou.page.locator(BAR)).to_contain_text(WHY)
        expect(zhou.page).to_have_title(re.compile(r"^● \d+ 处未同步"))
        chen.write("同时写的。")
        chen.expect_status("未保存")
        reader = zhou.page.context.new_page()
        answer = reader.goto(f"{school.server.url}/account")
        assert answer is not None
        assert answer.status == 200
        reader.close()
        zhou.page.wait_for_timeout(3_000)  # the server tries again and again meanwhile
        zhou.expect_status("未保存")
        assert school.stored() == "先存好的。"
        assert "存不下的" not in "".join(chen.words())

    zhou.expect_saved()
    chen.expect_saved()
    zhou.expect_words("同时写的。")
    chen.expect_words("存不下的。")
    assert zhou.words() == chen.words() == [school.stored()]
    expect(zhou.page.locator(BAR)).to_be_hidden()


def leave(window: Window) -> list[str]:
    """Close the window as a person does, who goes all the same. Returns which questions were asked."""
    asked: list[str] = []

    def go_all_the_same(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    window.page.on("dialog", go_all_the_same)
    with window.page.expect_event("close"):
        window.page.close(run_before_unload=True)
    return asked


def test_who_leaves_with_unsent_words_is_asked(school: School) -> None:
    zhou = school.window("author")
    zhou.write("存好了。")
    zhou.expect_saved()
    zhou.go_offline()
    zhou.expect_status("离线")
    zhou.write("还没送到。")
    zhou.expect_status(re.compile(r"离线，\d+ 处修改待同步"))
    assert leave(zhou) == ["beforeunload"]


def test_who_leaves_with_everything_saved_is_not_asked(school: School) -> None:
    zhou = school.window("author")
    zhou.write("存好了。")
    zhou.expect_saved()
    assert leave(zhou) == []
