"""`make test`: provision, checks, the suite on SQLite and on PostgreSQL with Redis, browsers, one summary.

`python -m tests.suite checks` runs the checks alone. Every step runs even if an earlier one failed.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests import provision, servers

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WORKERS = str(os.cpu_count() or 2)

CHECKS: dict[str, list[str]] = {
    "format": [f"{BIN}/ruff", "format", "--check", "-q", "."],
    "lint": [f"{BIN}/ruff", "check", "-q", "."],
    "types": [f"{BIN}/mypy"],
    "contracts": [f"{BIN}/lint-imports"],
    "templates": [f"{BIN}/djlint", "--lint", "--quiet", "app/templates"],
    "models": [sys.executable, "-m", "tests.models_migrated"],
    "typescript": ["npm", "run", "--silent", "types"],
    "bundles": [sys.executable, "-m", "tests.bundles_fresh"],
    "translations": [sys.executable, "-m", "tests.catalogue_complete"],
}


@dataclass
class Tally:
    """What the final line says."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)


def main(only_checks: bool) -> int:
    started, tally = time.monotonic(), Tally()
    os.chdir(ROOT)
    if not only_checks:
        provision.provide()
    _install_node_modules(tally)
    for name, command in CHECKS.items():
        _check(name, command, tally)
    if not only_checks:
        _run_suites(tally)
    minutes = (time.monotonic() - started) / 60
    print(f"\n{minutes:.1f} minutes" + (f"; broken: {', '.join(tally.broken)}" if tally.broken else ""))
    print(f"total: {tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped", flush=True)
    return 1 if tally.failed or tally.broken else 0


def _install_node_modules(tally: Tally) -> None:
    stamp, lock = ROOT / "node_modules/.package-lock.json", ROOT / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        _check("npm ci", ["npm", "ci", "--silent", "--no-audit", "--no-fund"], tally)
        stamp.touch()


def _check(name: str, command: list[str], tally: Tally) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tally.failed += 1
        tally.broken.append(name)
        print(f"✗ {name}\n{done.stdout[-6000:]}{done.stderr[-3000:]}", flush=True)
    else:
        tally.passed += 1
        print(f"✓ {name}", flush=True)


def _run_suites(tally: Tally) -> None:
    _pytest("suite on SQLite", ["-n", WORKERS, "-m", "not browser"], {}, tally)
    with servers.postgres() as database, servers.redis() as redis:
        on_servers = {"TEST_DATABASE_URL": database, "TEST_REDIS_URL": redis}
        _pytest("suite on PostgreSQL and Redis", ["-n", WORKERS, "-m", "not browser"], on_servers, tally)
    _pytest("browsers", ["-m", "browser"], {}, tally)


def _pytest(name: str, arguments: list[str], environment: dict[str, str], tally: Tally) -> None:
    print(f"\n— {name}", flush=True)
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [f"{BIN}/pytest", "--junitxml", report, *arguments],
            env={**os.environ, **environment},
            check=False,
        )
        if report.exists():
            _add(ElementTree.parse(report).getroot()[0].attrib, tally)  # noqa: S314 - our own report
    if done.returncode:
        tally.broken.append(name)


def _add(counts: dict[str, str], tally: Tally) -> None:
    failed = int(counts["failures"]) + int(counts["errors"])
    tally.failed += failed
    tally.skipped += int(counts["skipped"])
    tally.passed += int(counts["tests"]) - failed - int(counts["skipped"])


if __name__ == "__main__":
    sys.exit(main("checks" in sys.argv[1:]))
