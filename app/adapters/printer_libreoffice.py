"""PDF by LibreOffice, from the Word file: for servers without Chromium."""

from collections.abc import Mapping
from pathlib import Path

from app.adapters.cage import Limits
from app.adapters.printer_folder import printed
from app.ports.printer import Source

LIMITS = Limits(seconds=180, cpu_seconds=150, memory_mb=4096, output_mb=256, memory_kind="DATA")


class LibreOfficePrinter:
    reads: Source | None = Source.WORD

    def __init__(self, program: str, limits: Limits = LIMITS) -> None:
        self._program = program
        self._limits = limits

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        return printed({"in.docx": content}, "in.pdf", self._command, self._limits)

    def _command(self, folder: Path) -> list[str]:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "pdf")
        return [self._program, profile, *options, "--outdir", str(folder), "in.docx"]
