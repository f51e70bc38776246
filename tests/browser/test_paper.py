"""Lesson texts printed from the reading page and from the editor: nothing torn apart, nothing cut off."""

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.blueprints.coedit.text.html_write import html_of
from app.blueprints.coedit.text.schema import Node, doc
from tests.coedit_content.documents import PICTURE, block, cell, text, words
from tests.live import ROOT

pytestmark = pytest.mark.browser

DIST = ROOT / "app/static/dist"
COLUMNS = ("环节", "教师活动", "学生活动")
A4_BETWEEN_MARGINS = 658  # CSS pixels
LARGE_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='1600' height='900'/>"


def plan(lines: int, *after: Node) -> Node:
    head = block("tableRow", *(cell(words(name), kind="tableHeader") for name in COLUMNS))
    steps = [
        block(
            "tableRow",
            cell(words(f"第{number}步")),
            cell(words("出示月饼，提问怎样分。" * 9)),
            cell(words("说一说")),
        )
        for number in range(20)
    ]
    heading = block("heading", text("教学过程"), level=2)
    return doc(
        *(words(f"第{number}行") for number in range(lines)), heading, block("table", head, *steps), *after
    )


def sheet(page: Page, pm: Node, place: str) -> None:
    """The text on a page like the product's; the editor knows no <thead>."""
    manifest = json.loads((DIST / "manifest.json").read_text("utf-8"))
    styles = [(DIST / manifest[name]).read_text("utf-8") for name in ("main.css", "editor.css")]
    html = html_of(pm).replace(f'src="{PICTURE}"', f'src="data:image/svg+xml,{LARGE_PICTURE}"')
    if place == "editor":
        html = html.replace("<thead>", "<tbody>").replace("</thead><tbody>", "")
        html = f'<div class="ProseMirror prose">{html.replace("table-wrap", "tableWrapper")}</div>'
    paper = f'<main><article class="paper prose">{html}</article></main>'
    page.set_content(f"<!doctype html><html lang=zh-CN><style>{''.join(styles)}</style>{paper}")


def printed(page: Page, folder: Path) -> list[list[str]]:
    """The lines of each page."""
    page.pdf(path=folder / "x.pdf", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", "-layout", "x.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    pages = done.stdout.removesuffix("\f").split("\f")
    return [[line for line in page.splitlines() if line.strip()] for page in pages]


@pytest.mark.parametrize("place", ["reading", "editor"])
def test_headings_and_heads_of_tables_stay_with_what_follows(
    chromium: Browser, tmp_path: Path, place: str
) -> None:
    page = chromium.new_page()
    for lines in range(22, 36, 2):
        sheet(page, plan(lines), place)
        pages = printed(page, tmp_path)

        ends = [lines[-1] for lines in pages[:-1]]
        assert not [end for end in ends if "教学过程" in end or "环节" in end], f"after {lines} lines"
        with_steps = [lines for lines in pages if any("步" in line for line in lines)]
        assert len(with_steps) > 1
        assert all(any("环节" in line for line in lines) for lines in with_steps), "repeated on each page"
    page.close()


@pytest.mark.parametrize("place", ["reading", "editor"])
def test_the_right_border_is_on_the_paper(chromium: Browser, place: str) -> None:
    page = chromium.new_page(viewport={"width": A4_BETWEEN_MARGINS, "height": 900})
    page.emulate_media(media="print")
    sheet(page, plan(0), place)

    beyond = """table => table.getBoundingClientRect().right + .5
      - table.parentElement.getBoundingClientRect().right"""
    cut = "table => [table, table.parentElement].map(box => getComputedStyle(box).overflow)"
    assert page.locator("table").evaluate(beyond) <= 0
    assert page.locator("table").evaluate(cut) == ["visible", "visible"]
    page.close()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_picture_leaves_room_for_the_words_beside_it(chromium: Browser, media: str) -> None:
    row = block("tableRow", cell(words("说一说" * 40)), cell(block("image", src=PICTURE, alt="", width=1600)))
    page = chromium.new_page(viewport={"width": A4_BETWEEN_MARGINS, "height": 900})
    page.emulate_media(media="print" if media == "print" else "screen")
    sheet(page, doc(block("table", row)), "reading")

    first, second = page.locator("td").evaluate_all("cells => cells.map(cell => cell.offsetWidth)")
    assert 150 < second <= first
    page.close()
