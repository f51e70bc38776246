"""One teacher writes, another takes the plan away: as Word, as PDF, as Markdown, and several in one zip."""

import io
import json
import re
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import unquote

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
WORDS_IN_PDF = unicodedata.normalize("NFKC", WORDS)
SUM = "一课时40分钟"
NOTE_PROGRESS = """
    const note = () => {
        const bar = document.querySelector('main progress')
        if (!bar) return
        const now = [bar.value, bar.previousElementSibling.innerText]
        sessionStorage.told = JSON.stringify([...JSON.parse(sessionStorage.told ?? '[]'), now])
    }
    addEventListener('DOMContentLoaded', () => {
        note()
        new MutationObserver(note).observe(document.body, { childList: true, subtree: true })
    })
"""
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")


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


def choose(page: Page, count: int) -> None:
    """All are chosen at first; a few are enough to be told one from another."""
    others = [row for row in page.locator("li.row:has(input)").all() if TITLE not in row.inner_text()]
    for row in others[count - 1 :]:
        row.get_by_role("checkbox").uncheck()
    expect(page.locator("[name=preparation_id]:checked")).to_have_count(count)


def taken_as_set(page: Page, kind: str, count: int) -> zipfile.ZipFile:
    page.goto("/preparations?tab=all&subject=mathematics")
    page.get_by_role("link", name="打包下载").click()
    choose(page, count)
    page.get_by_label(kind).check()
    with page.expect_download(timeout=PATIENT_MS) as arriving:
        page.get_by_role("button", name="开始打包").click()
        expect(page.get_by_role("progressbar").or_(page.get_by_role("link", name="下载文件"))).to_be_visible()
    assert arriving.value.suggested_filename.startswith(f"教案{count}份-")
    return zipfile.ZipFile(io.BytesIO(content_of(arriving.value)))


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
    assert (WORDS_IN_PDF in printed, SUM in printed, "签字" in printed) == (True, True, True)

    tian.goto(address)
    markdown = content_of(taken(tian, "Markdown 文本")).decode()
    assert markdown.startswith(f"# {TITLE}\n")
    assert WORDS in markdown


def test_a_set_is_one_zip_with_words_just_written_in_it(town: Town) -> None:
    cheng = Window(town.open_plan("chengyian", TITLE))
    cheng.expect_saved()
    cheng.write(WORDS)
    cheng.expect_saved()
    tian = town.come("tianxiaoman")

    word = taken_as_set(tian, "Word 文档", 3)
    assert len(word.namelist()) == 3
    texts = {name: words_of(word.read(name)) for name in word.namelist()}
    assert [WORDS in text for name, text in texts.items() if name.startswith(TITLE)] == [True]
    assert all("教学目标" in text for text in texts.values())
    expect(tian.get_by_text("教案3份")).to_be_visible()

    markdown = taken_as_set(tian, "Markdown 文本", 3)
    texts = {name: markdown.read(name).decode() for name in markdown.namelist() if name.endswith(".md")}
    assert len(texts) == 3
    assert [WORDS in text for name, text in texts.items() if name.startswith(TITLE)] == [True]
    pictures = {unquote(src) for text in texts.values() for src in PICTURE.findall(text)}
    assert pictures == set(markdown.namelist()) - set(texts)


@pytest.mark.live
def test_the_progress_of_a_set_of_pdf_files_rises_while_one_waits(town: Town, tmp_path: Path) -> None:
    cheng = Window(town.open_plan("chengyian", TITLE))
    cheng.expect_saved()
    cheng.write(WORDS)
    cheng.expect_saved()
    tian = town.come("tianxiaoman")
    tian.add_init_script(NOTE_PROGRESS)

    bundle = taken_as_set(tian, "PDF 文件", 6)

    told = json.loads(tian.evaluate("sessionStorage.told"))
    percents, sentences = [percent for percent, _words in told], {words for _percent, words in told}
    assert percents == sorted(percents)
    assert len(set(percents)) > 1, told
    assert any(re.fullmatch("正在准备第 [2-6] 份，共 6 份", words) for words in sentences), told
    assert len(bundle.namelist()) == 6
    texts = {name: words_of_pdf(bundle.read(name), tmp_path) for name in bundle.namelist()}
    assert [WORDS_IN_PDF in text for name, text in texts.items() if name.startswith(TITLE)] == [True]
    assert all("签字" in text for text in texts.values())
