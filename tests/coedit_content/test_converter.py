"""The converter's cage: whatever runs inside ends in time, small, alone, and without a trace."""

import contextlib
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.adapters.converter_pandoc import Limits, PandocConverter
from app.blueprints.coedit.word.importing import read_word
from app.core.errors import Invalid
from app.ports import converter
from app.ports.converter import ConversionFailed, ConversionTooHeavy, Converter, NullConverter
from tests.coedit_content.word_files import changed, plain_word, with_relation, word_with_everything

QUICK = Limits(seconds=1.5, cpu_seconds=1, memory_mb=1024, output_mb=1)


def program(tmp_path: Path, source: str) -> PandocConverter:
    """A converter that runs `source` instead of pandoc, in the same cage."""
    script = tmp_path / "program.py"
    script.write_text(source)
    return PandocConverter([sys.executable, "-I", str(script)], QUICK)


@pytest.fixture(autouse=True)
def _leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def test_pandoc_reads_a_checked_file() -> None:
    converted = PandocConverter().word_to_html(word_with_everything())

    assert r"\(\frac{1}{2}\)" in converted.html
    assert list(converted.pictures) == ["media/image1.png"]


@pytest.mark.parametrize("content", [b"", b"no zip", plain_word()[:500]])
def test_garbage_is_the_ports_own_error(content: bytes) -> None:
    with pytest.raises(ConversionFailed):
        PandocConverter().word_to_html(content)


NOTE = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} ')"
SLEEP = f"{NOTE}; time.sleep(60)"


@pytest.mark.parametrize(
    "source",
    [
        SLEEP,
        f"{NOTE}\nwhile True: pass",
        f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLEEP}",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}, sys.argv[1]])",
    ],
    ids=["waits", "computes", "does not listen", "starts others"],
)
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path, source: str) -> None:
    noted = tmp_path / "process-ids"
    noted.touch()
    caged = program(tmp_path, source.replace("sys.argv[1]", repr(str(noted))))
    started = time.monotonic()

    with pytest.raises(ConversionTooHeavy):
        caged.word_to_html(b"x")

    assert time.monotonic() - started < 5
    noted_ids = noted.read_text().split()
    assert noted_ids
    assert all(has_ended(process_id) for process_id in noted_ids)


def has_ended(process_id: str) -> bool:
    """A killed process goes when the kernel gets to it."""
    stat = Path(f"/proc/{process_id}/stat")
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    "source",
    ["hoard = bytearray(3_000_000_000)", "open('out.html', 'wb').write(b'x' * 5_000_000)"],
    ids=["memory", "output"],
)
def test_a_program_that_takes_too_much_fails(tmp_path: Path, source: str) -> None:
    with pytest.raises(ConversionFailed):
        program(tmp_path, source).word_to_html(b"x")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    source = (
        "import os\nos.mkdir('media')\nos.symlink('/etc/hostname', 'media/image1.png')\n"
        "open('out.html', 'w').write('<p>x</p>')"
    )

    assert program(tmp_path, source).word_to_html(b"x").pictures == {}


def test_the_environment_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGLAN_SECRET_KEY", "hidden")
    source = "import os\nopen('out.html', 'w').write(repr(sorted(os.environ)))"

    assert "QINGLAN" not in program(tmp_path, source).word_to_html(b"x").html


def test_the_sandbox_fetches_nothing() -> None:
    """Even past our checks: pandoc itself may not open a connection."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        target = f"http://127.0.0.1:{server.getsockname()[1]}/pixel.png"
        linked = with_relation(plain_word(), "image", target)
        drawing = (
            b'<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            b'r:link="rId900" r:embed="rId900"/></w:drawing></w:r></w:p></w:body>'
        )
        content = changed(
            linked, {"word/document.xml": lambda document: document.replace(b"</w:body>", drawing)}
        )
        with contextlib.suppress(ConversionFailed):
            PandocConverter().word_to_html(content)
        with pytest.raises(TimeoutError):
            server.accept()


def test_people_get_a_sentence(app: Flask, tmp_path: Path) -> None:
    before: Converter = app.extensions["converter"]
    with app.app_context():
        try:
            converter.use(app, program(tmp_path, "import time; time.sleep(60)"))
            with pytest.raises(Invalid, match="没能在规定的时间内读完"):
                read_word(plain_word())
            converter.use(app, NullConverter())
            with pytest.raises(Invalid, match="文档读不出来"):
                read_word(plain_word())
        finally:
            converter.use(app, before)
