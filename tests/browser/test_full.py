"""A plan that is as big as it may be: the page says so, and deleting makes it writable again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import School

pytestmark = pytest.mark.browser

FULL = "文档已达到大小上限"


@pytest.fixture
def small_school(tmp_path: Path, chromium: Browser) -> School:
    school = School(tmp_path, chromium)
    school.server.environment["TEST_MOST_DOCUMENT_BYTES"] = "6000"
    return school


def test_a_full_plan_says_so_is_read_and_gets_shorter(small_school: School, chromium: Browser) -> None:
    school = small_school
    school.server.start()
    try:
        ann = school.window("author")
        ann.expect_saved()
        ann.write("长")
        ann.page.keyboard.insert_text("文" * 1500)
        ann.expect_saved()

        ann.page.keyboard.insert_text("再" * 800)
        ann.expect_status("未保存")
        expect(ann.page.locator('[data-coedit="bar-text"]')).to_contain_text(FULL)
        assert "再" not in school.stored()

        bo = school.window("second")
        bo.expect_words("文文文")
        ann.press("Control+a")
        ann.press("Delete")
        ann.expect_saved()
        ann.write("短")
        ann.expect_saved()
        expect(bo.paper).not_to_contain_text("文")
        bo.expect_words("短")
        assert school.stored() == "短"
    finally:
        for context in chromium.contexts:
            context.close()
        school.server.kill()
    assert school.complaints == []
