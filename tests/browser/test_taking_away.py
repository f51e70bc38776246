"""One teacher writes, another takes the plan away: as Word, as PDF, as Markdown, and several in one zip."""

import io
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.town import Town
from tests.browser.windows import PATIENCE_MS, Window
from tests.exporting.word_reader import equations, words_of

pytestmark = pytest.mark.browser

PATIENT_MS = 3 * PATIENCE_MS  # a file is made by a job, a PDF by a browser of its own
TITLE = "百分数的意义"
WORDS = "每人带一张写着百分数的商标。"
SUM = "一课时40分钟"


def plan_of(town: Town, account: str) -> Page:
    """The page of the plan, from which it is taken away."""
    page = town.open_plan(account, TITLE)
    page.goto(page.url.removesuffix("/edit"))
    return page


def taken(page: Page, kind: str) -> Download:
    """Without another click: the download begins by itself when the file is ready."""
    page.locator("details.menu", has_text="下载").locator("summary").click()
    with page.expect_download(timeout=PATIENT_MS) as arriving:
        page.get_by_role("button", name=kind).click()
    return arriving.value


def choose_three(page: Page) -> None:
    """All are chosen at first; three are enough to be told one from another."""
    others = [row for row in page.locator("li.row:has(input)").all() if TITLE not in row.inner_text()]
    for row in others[2:]:
        row.get_by_role("checkbox").uncheck()
    expect(page.locator("[name=preparation_id]:checked")).to_have_count(3)


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def words_of_pdf(content: bytes, folder: Path) -> str:
    (folder / "taken.pdf").write_bytes(content)
    command = ["pdftotext", "-raw", "taken.pdf", "-"]  # cell by cell, not line by line
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return "".join(unicodedata.normalize("NFKC", done.stdout).split())


@pytest.mark.live
def test_words_just_written_are_in_each_file(town: Town, tmp_path: Path) -> None:
    cheng = Window(town.open_plan("chengyian", TITLE))
    cheng.expect_saved()
    cheng.write(WORDS)
    cheng.expect_words(WORDS)
    cheng.expect_saved()
    tian = plan_of(town, "tianxiaoman")
    address = tian.url

    word = taken(tian, "Word 文档")
    assert word.suggested_filename.startswith(f"{TITLE}-")
    content = content_of(word)
    document = docx.Document(io.BytesIO(content))
    assert WORDS in words_of(content)
    assert SUM in words_of(content)
    assert equations(content) > 3
    assert "环节" in {table.cell(0, 0).text for table in document.tables}

    tian.goto(address)
    pdf = content_of(taken(tian, "PDF 文件"))
    printed = words_of_pdf(pdf, tmp_path)
    assert (unicodedata.normalize("NFKC", WORDS) in printed, SUM in printed, "签字" in printed) == (
        True,
        True,
        True,
    )

    tian.goto(address)
    markdown = content_of(taken(tian, "Markdown 文本")).decode()
    assert markdown.startswith(f"# {TITLE}\n")
    assert WORDS in markdown


def test_a_set_is_one_zip_with_its_progress_shown(town: Town) -> None:
    cheng = Window(town.open_plan("chengyian", TITLE))
    cheng.expect_saved()
    cheng.write(WORDS)
    cheng.expect_saved()

    tian = town.come("tianxiaoman")
    tian.goto("/preparations?tab=all&subject=mathematics")
    tian.get_by_role("link", name="打包下载").click()
    choose_three(tian)
    tian.get_by_label("Word 文档").check()
    with tian.expect_download(timeout=PATIENT_MS) as arriving:
        tian.get_by_role("button", name="开始打包").click()
        expect(tian.get_by_role("progressbar").or_(tian.get_by_role("link", name="下载文件"))).to_be_visible()

    assert arriving.value.suggested_filename.startswith("教案3份-")
    bundle = zipfile.ZipFile(io.BytesIO(content_of(arriving.value)))
    assert len(bundle.namelist()) == 3
    written = [words_of(bundle.read(name)) for name in bundle.namelist() if name.startswith(TITLE)]
    assert len(written) == 1
    assert WORDS in written[0]
    expect(tian.get_by_text("教案3份")).to_be_visible()
