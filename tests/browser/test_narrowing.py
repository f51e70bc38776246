"""The search above a long select, by the keys of a real browser; no server is needed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.editor.test_editor import HERE, ROOT, node

pytestmark = pytest.mark.browser

FIELD = """
<div class="field">
  <div id="search" hidden>
    <input type="search" aria-controls="unit"><p role="status" data-standing="当前选择"></p>
  </div>
  <select id="unit">
    <optgroup label="青禾"><option value="1">语文</option><option value="2" selected>英语</option></optgroup>
    <optgroup label="柳溪"><option value="3">数学一</option><option value="4">数学二</option></optgroup>
  </select>
</div>
"""


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Page:
    node(HERE / "bundle.mjs", tmp_path, ROOT / "app/static/src/behaviors/narrow.ts")
    page = chromium.new_page()
    page.set_content(FIELD)
    behavior = (tmp_path / "narrow.mjs").read_text()
    page.add_script_tag(content=f"{behavior}\nnarrow(document.getElementById('search'))", type="module")
    expect(page.get_by_role("searchbox")).to_be_visible()
    return page


def listed(page: Page) -> list[str]:
    return page.locator("#unit option").all_inner_texts()


def test_the_first_arrow_down_goes_to_the_first_found(page: Page) -> None:
    search, unit = page.get_by_role("searchbox"), page.locator("#unit")
    search.fill("数学")

    assert listed(page) == ["数学一", "数学二", "英语"]
    expect(unit.locator("optgroup").last).to_have_attribute("label", "当前选择")
    expect(unit).to_have_value("2")
    search.press("ArrowDown")
    expect(unit).to_have_value("3")
    page.keyboard.press("Enter")

    expect(unit).to_have_value("3")
    assert listed(page) == ["语文", "英语", "数学一", "数学二"]


def test_escape_brings_the_old_answer_back(page: Page) -> None:
    search, unit = page.get_by_role("searchbox"), page.locator("#unit")
    search.fill("数学")
    search.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(unit).to_have_value("4")

    page.keyboard.press("Escape")

    expect(unit).to_have_value("2")
    expect(search).to_have_value("")
    assert len(listed(page)) == 4
