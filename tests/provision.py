"""What `make test` needs beside Python: installed when we may, named with the command when not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.servers import postgres_programs


@dataclass(frozen=True)
class Need:
    """A Debian package and how to tell that it is there."""

    packages: str
    why: str
    is_there: Callable[[], bool]


def _has_postgres() -> bool:
    try:
        postgres_programs()
    except FileNotFoundError:
        return False
    return True


def _has_cjk_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    return bool(subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _has_office() -> bool:
    """With formulas, and with the tools to look at what it made."""
    program = shutil.which("soffice")
    formulas = Path(program).resolve().parent / "libsmlo.so" if program else Path()
    return formulas.is_file() and shutil.which("pdftoppm") is not None


def chromium() -> str | None:
    """The path of the system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


NEEDS = (
    Need("chromium", "browser tests", lambda: chromium() is not None),
    Need("postgresql", "the suite on PostgreSQL", _has_postgres),
    Need("redis-server", "signals between nodes", lambda: shutil.which("redis-server") is not None),
    Need("fonts-noto-cjk fontconfig", "Chinese text in screenshots and print", _has_cjk_font),
    Need(
        "libreoffice-writer-nogui libreoffice-math-nogui poppler-utils",
        "a second look at Word files",
        _has_office,
    ),
    Need("nodejs npm", "type checks, bundles, yjs clients", lambda: shutil.which("npm") is not None),
)


def provide() -> None:
    """Install what is missing; exits with the exact command when that is not allowed."""
    missing = [need for need in NEEDS if not need.is_there()]
    if not missing:
        return
    packages = " ".join(need.packages for need in missing)
    command = f"apt-get install -y --no-install-recommends {packages}"
    may = os.geteuid() == 0 and shutil.which("apt-get")
    if may:
        print(f"installing {packages}", flush=True)
        # A fresh PostgreSQL package starts a server of its own; the tests want only the programs.
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(command.split(), check=False, env=quiet, stdout=subprocess.DEVNULL)
    still = [need for need in missing if not need.is_there()]
    for need in still:
        print(f"missing: {need.packages} ({need.why})")
    if still:
        sys.exit(f"Install them as root, then run make test again:\n  {command}")
