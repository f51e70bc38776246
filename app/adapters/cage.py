"""A foreign program in a folder of its own: no environment, limits of everything, ended as a group."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.ports.converter import ConversionFailed, ConversionTooHeavy

# Limits are set in a small launcher and not in preexec_fn, which may deadlock beside other threads.
_LAUNCHER = """
import os, resource, sys
for name, value in zip((sys.argv[1], "CPU", "FSIZE", "CORE"), map(int, sys.argv[2:6])):
    resource.setrlimit(getattr(resource, "RLIMIT_" + name), (value, value))
os.execv(sys.argv[6], sys.argv[6:])
"""
_MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one conversion may use."""

    seconds: float = 30
    cpu_seconds: int = 20
    memory_mb: int = 1536
    output_mb: int = 64
    # "AS" counts addresses; "DATA" only memory that can be written, for programs that reserve terabytes.
    memory_kind: str = "AS"

    @property
    def most_bytes(self) -> int:
        return self.output_mb * _MB


def run_caged(
    command: Sequence[str], folder: Path, limits: Limits, environment: Mapping[str, str] | None = None
) -> None:
    """Run `command` in `folder`. Raises ConversionFailed if it ends badly, ConversionTooHeavy at a limit."""
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - fixed argv, the names of files are ours
            [*_launcher(limits), str(Path(command[0]).resolve()), *command[1:]],
            cwd=folder,
            env=_bare_environment(folder) | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        _wait(process, limits.seconds)
    if process.returncode != 0:
        said = (folder / "errors").read_text(errors="replace")[:300]
        ended = process.returncode < 0 or process.returncode == 251 or "out of memory" in said
        raise (ConversionTooHeavy if ended else ConversionFailed)(f"{process.returncode}: {said}")


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ConversionTooHeavy("out of time") from None
    finally:  # also when the waiting itself is interrupted, and whatever it started
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _launcher(limits: Limits) -> list[str]:
    numbers = (limits.memory_mb * _MB, limits.cpu_seconds, limits.most_bytes, 0)
    return [sys.executable, "-I", "-S", "-c", _LAUNCHER, limits.memory_kind, *map(str, numbers)]


def _bare_environment(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PATH": os.defpath}
