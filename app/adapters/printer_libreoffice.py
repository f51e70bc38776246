"""PDF by LibreOffice, from the Word file: for servers without Chromium."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from app.adapters.cage import Limits, run_caged
from app.ports.converter import ConversionFailed
from app.ports.printer import Source

LIMITS = Limits(seconds=180, cpu_seconds=150, memory_mb=4096, output_mb=256, memory_kind="DATA")


class LibreOfficePrinter:
    reads: Source | None = Source.WORD

    def __init__(self, program: str, limits: Limits = LIMITS) -> None:
        self._program = program
        self._limits = limits

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        with tempfile.TemporaryDirectory(prefix="qinglan-print-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / "in.docx").write_bytes(content)
            run_caged(self._command(folder), folder, self._limits)
            try:
                return (folder / "in.pdf").read_bytes()
            except FileNotFoundError as error:
                raise ConversionFailed("no output") from error

    def _command(self, folder: Path) -> list[str]:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "pdf")
        return [self._program, profile, *options, "--outdir", str(folder), "in.docx"]
