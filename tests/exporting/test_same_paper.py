"""One plan on two ways to paper, as pictures: the Word file through LibreOffice, the PDF through Chromium."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.adapters.printer_chromium import ChromiumPrinter
from app.adapters.printer_libreoffice import LibreOfficePrinter
from app.blueprints.coedit.exporting.print_page import page_of
from tests.coedit_content.documents import EVERYTHING
from tests.exporting.conftest import WordOf, paper
from tests.exporting.word_reader import words_in
from tests.provision import chromium

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("_inside")]

DPI = 60
A4 = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
DRAWING = (0x66, 0x88, 0xAA)  # the colour of the one picture, 320 × 240 CSS pixels
MOON_CAKE = "🥮"  # few machines have letters for it
DRAWING_DOTS = 320 * 240 * (DPI / 96) ** 2


@pytest.fixture(params=["word", "pdf"])
def shown(request: pytest.FixtureRequest, word_of: WordOf, tmp_path: Path) -> Path:
    """A folder with x.pdf in it."""
    if request.param == "word":
        program = shutil.which("soffice")
        assert program, "run: python -m tests.provision"
        pdf = LibreOfficePrinter(program).pdf_of(word_of(EVERYTHING), {})
    else:
        browser = chromium()
        assert browser
        pdf = ChromiumPrinter(browser).pdf_of(*page_of(paper(EVERYTHING)))
    (tmp_path / "x.pdf").write_bytes(pdf)
    return tmp_path


def pictures(folder: Path) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "x.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page*.png"))]


def dots_like(page: Image.Image, colour: tuple[int, int, int]) -> int:
    apart = ImageChops.difference(page, Image.new("RGB", page.size, colour)).convert("L")
    return sum(apart.histogram()[:12])


def rules(page: Image.Image) -> int:
    """Lines drawn over more than two thirds of the page's width: the upper and lower edges of tables."""
    grey = page.convert("L").point(lambda light: 255 if light < 170 else 0)
    rows = [
        grey.crop((0, y, grey.width, y + 1)).histogram()[255] > grey.width * 0.66 for y in range(grey.height)
    ]
    return sum(1 for above, here in zip([False, *rows], rows, strict=False) if here and not above)


def test_the_paper_shows_the_plan(shown: Path) -> None:
    pages = pictures(shown)

    assert {(abs(page.width - A4[0]) <= 1, abs(page.height - A4[1]) <= 1) for page in pages} == {(True, True)}
    assert sum(dots_like(page, DRAWING) for page in pages) == pytest.approx(DRAWING_DOTS, rel=0.05)
    assert sum(rules(page) for page in pages) >= 4  # the rule, and three edges of the table


def test_every_word_is_on_it(shown: Path) -> None:
    done = subprocess.run(["pdftotext", "-raw", "x.pdf", "-"], cwd=shown, capture_output=True, check=True)
    written = "".join(done.stdout.decode().split())

    wanted = [words.replace(MOON_CAKE, "") for words in words_in(EVERYTHING)]
    assert [words for words in wanted if words not in written] == []
