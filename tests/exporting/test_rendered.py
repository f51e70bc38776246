"""Files as other programs show them: LibreOffice reads the Word file, Chromium prints the page."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from app.adapters.cage import Limits
from app.adapters.printer_chromium import ChromiumPrinter
from app.adapters.printer_libreoffice import LibreOfficePrinter
from app.adapters.printers import find_printer
from app.blueprints.coedit.exporting.print_page import page_of
from app.blueprints.coedit.text.schema import Node, doc
from app.ports.converter import ConversionFailed
from tests.coedit_content.documents import EVERYTHING, block, cell, text
from tests.exporting.conftest import WordOf, paper
from tests.provision import chromium

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("_inside")]


def words_of_pdf(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", "x.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    return "".join(done.stdout.decode().split())


def pages_of_pdf(tmp_path: Path) -> list[Path]:
    subprocess.run(["pdftoppm", "-r", "40", "-png", "x.pdf", "page"], cwd=tmp_path, check=True)
    return sorted(tmp_path.glob("page*.png"))


def ink(picture: Path) -> float:
    """How much of a page is not white."""
    grey = Image.open(picture).convert("L")
    return sum(grey.histogram()[:200]) / (grey.width * grey.height)


def check_paper(pdf: bytes, tmp_path: Path) -> None:
    words = words_of_pdf(pdf, tmp_path)
    for expected in ("认识分数", "把一个月饼", "备学具", "教师活动", "谁来分", "第1页，共"):
        assert expected in words
    pages = pages_of_pdf(tmp_path)
    assert 1 <= len(pages) <= 3
    assert all(ink(page) > 0.01 for page in pages)


def test_libreoffice_shows_the_word_file(word_of: WordOf, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "run: python -m tests.provision"
    check_paper(LibreOfficePrinter(program).pdf_of(word_of(EVERYTHING), {}), tmp_path)


def test_chromium_prints_the_page(tmp_path: Path) -> None:
    program = chromium()
    assert program
    content, files = page_of(paper(EVERYTHING))
    check_paper(ChromiumPrinter(program).pdf_of(content, files), tmp_path)


def test_chromium_is_ended_at_its_limit() -> None:
    program = chromium()
    assert program
    content, files = page_of(paper(EVERYTHING))
    with pytest.raises(ConversionFailed):
        ChromiumPrinter(program, Limits(seconds=0.05, memory_kind="DATA")).pdf_of(content, files)


def test_a_printer_can_be_switched_off() -> None:
    assert find_printer("off", "off").reads is None
    assert isinstance(find_printer("off", ""), LibreOfficePrinter)


def test_rows_left_empty_keep_the_height_of_a_line(tmp_path: Path) -> None:
    program = chromium()
    assert program
    rows = [block("tableRow", cell(block("paragraph")), cell(block("paragraph"))) for _ in range(60)]
    content, files = page_of(paper(doc(block("table", *rows))))
    (tmp_path / "x.pdf").write_bytes(ChromiumPrinter(program).pdf_of(content, files))

    assert len(pages_of_pdf(tmp_path)) == 2


def test_lists_in_lists_are_numbered_alike(word_of: WordOf, tmp_path: Path) -> None:
    program, office = chromium(), shutil.which("soffice")
    assert program
    assert office
    within: tuple[Node, ...] = ()
    for words in ("第四层", "第三层", "第二层", "第一层"):
        within = (block("orderedList", block("listItem", block("paragraph", text(words)), *within)),)
    nested = doc(*within)
    content, files = page_of(paper(nested))
    for pdf in (
        ChromiumPrinter(program).pdf_of(content, files),
        LibreOfficePrinter(office).pdf_of(word_of(nested), {}),
    ):
        assert "1.第一层(1)第二层①第三层1.第四层" in words_of_pdf(pdf, tmp_path)
