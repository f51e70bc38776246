"""PDF by headless Chromium: own profile, no scripts, no network, limits of time and memory."""

import os
from collections.abc import Mapping
from pathlib import Path

from app.adapters.cage import Limits
from app.adapters.printer_folder import printed
from app.ports.printer import Source

LIMITS = Limits(seconds=150, cpu_seconds=120, memory_mb=4096, output_mb=256, memory_kind="DATA")
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-crash-reporter",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-default-apps",
    "--disable-quic",
    "--js-flags=--jitless",  # no script runs: the page forbids it, and has none
    "--proxy-server=127.0.0.1:9",  # nobody listens there
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",  # the page has its own, by @page
    "--generate-pdf-document-outline",
    "--print-to-pdf=out.pdf",
)


class ChromiumPrinter:
    reads: Source | None = Source.PAGE

    def __init__(self, program: str, limits: Limits = LIMITS) -> None:
        self._program = program
        self._limits = limits

    def pdf_of(self, content: bytes, files: Mapping[str, bytes]) -> bytes:
        return printed({**files, "page.html": content}, "out.pdf", self._command, self._limits)

    def _command(self, folder: Path) -> list[str]:
        # Chromium refuses its own sandbox to root; our limits, and no scripts, hold in either case.
        privileged = ("--no-sandbox",) if os.geteuid() == 0 else ()
        profile = f"--user-data-dir={folder / 'profile'}"
        return [self._program, *_FLAGS, *privileged, profile, (folder / "page.html").as_uri()]
