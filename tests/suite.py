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

    def line(self) -> str:
        counts = f"total: {self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{counts}; broken: {', '.join(self.broken)}" if self.broken else counts

    def note_broken(self, step: str, *, failures: int = 1) -> None:
        """A step that ended badly counts as a failure, also one that died before it could count any."""
        self.failed += failures
        self.broken.append(step)


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
    print(f"\n{(time.monotonic() - started) / 60:.1f} minutes\n{tally.line()}", flush=True)
    return 1 if tally.failed or tally.broken else 0


def _install_node_modules(tally: Tally) -> None:
    stamp, lock = ROOT / "node_modules/.package-lock.json", ROOT / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        _check("npm ci", ["npm", "ci", "--silent", "--no-audit", "--no-fund"], tally)
        stamp.touch()


def _check(name: str, command: list[str], tally: Tally) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tally.note_broken(name)
        print(f"✗ {name}\n{done.stdout[-6000:]}{done.stderr[-3000:]}", flush=True)
    else:
        tally.passed += 1
        print(f"✓ {name}", flush=True)


def _run_suites(tally: Tally) -> None:
    _pytest("suite on SQLite", ["-n", WORKERS, "-m", "not browser"], {}, tally)
    try:
        _suite_on_servers(tally)
    except (OSError, RuntimeError, subprocess.SubprocessError) as fault:  # the browsers can still run
        tally.note_broken("PostgreSQL and Redis for the tests")
        print(f"✗ {fault}", flush=True)
    _pytest("browsers", ["-m", "browser"], {}, tally)


def _suite_on_servers(tally: Tally) -> None:
    with servers.postgres() as database, servers.redis() as redis:
        on_servers = {"TEST_DATABASE_URL": database, "TEST_REDIS_URL": redis}
        _pytest("suite on PostgreSQL and Redis", ["-n", WORKERS, "-m", "not browser"], on_servers, tally)


def _pytest(name: str, arguments: list[str], environment: dict[str, str], tally: Tally) -> None:
    print(f"\n— {name}", flush=True)
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [f"{BIN}/pytest", "--junitxml", report, *arguments],
            env={**os.environ, **environment},
            check=False,
        )
        failures = _add(ElementTree.parse(report).getroot()[0].attrib, tally) if report.exists() else 0  # noqa: S314 - our own report
    if done.returncode:
        tally.note_broken(name, failures=0 if failures else 1)


def _add(counts: dict[str, str], tally: Tally) -> int:
    """Returns how many failed."""
    failed = int(counts["failures"]) + int(counts["errors"])
    tally.failed += failed
    tally.skipped += int(counts["skipped"])
    tally.passed += int(counts["tests"]) - failed - int(counts["skipped"])
    return failed


if __name__ == "__main__":
    sys.exit(main("checks" in sys.argv[1:]))
