"""Word to HTML by pandoc: in a folder of its own, without network, under limits, ended as a group."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypandoc

from app.ports.converter import ConversionFailed, ConversionTooHeavy, Converted

# Limits are set in a small launcher and not in preexec_fn, which may deadlock beside other threads.
_LAUNCHER = """
import os, resource, sys
for name, value in zip(("AS", "CPU", "FSIZE", "CORE"), map(int, sys.argv[1:5])):
    resource.setrlimit(getattr(resource, "RLIMIT_" + name), (value, value))
os.execv(sys.argv[5], sys.argv[5:])
"""
_MB = 1024 * 1024
_MOST_PICTURES = 500


@dataclass(frozen=True)
class Limits:
    """What one conversion may use."""

    seconds: float = 30
    cpu_seconds: int = 20
    memory_mb: int = 1536
    output_mb: int = 64


class PandocConverter:
    """`program` is for tests; by default the pandoc that comes inside the pypandoc_binary wheel."""

    def __init__(self, program: Sequence[str] = (), limits: Limits = Limits()) -> None:
        self._program = tuple(program)
        self._limits = limits

    def word_to_html(self, content: bytes) -> Converted:
        with tempfile.TemporaryDirectory(prefix="qinglan-word-") as name:
            folder = Path(name)
            (folder / "in.docx").write_bytes(content)
            self._run(folder)
            return self._collected(folder)

    def _run(self, folder: Path) -> None:
        with (folder / "errors").open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603 - fixed argv, the file's name is ours
                [*self._launcher(), *self._command()],
                cwd=folder,
                env={"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )
            self._wait(process)
        if process.returncode != 0:
            said = (folder / "errors").read_text(errors="replace")[:300]
            ended = process.returncode < 0 or process.returncode == 251 or "out of memory" in said
            raise (ConversionTooHeavy if ended else ConversionFailed)(f"{process.returncode}: {said}")

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        try:
            process.wait(self._limits.seconds)
        except subprocess.TimeoutExpired:
            raise ConversionTooHeavy("out of time") from None
        finally:  # also when the waiting itself is interrupted, and whatever it started
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _launcher(self) -> list[str]:
        limits = self._limits
        numbers = (limits.memory_mb * _MB, limits.cpu_seconds, limits.output_mb * _MB, 0)
        return [sys.executable, "-I", "-S", "-c", _LAUNCHER, *map(str, numbers)]

    def _command(self) -> list[str]:
        program = self._program or (pypandoc.get_pandoc_path(),)
        heap = f"-M{self._limits.memory_mb // 2}m"
        return [
            *(str(Path(program[0]).resolve()), *program[1:]),
            *(
                "+RTS",
                heap,
                "-RTS",
                "--sandbox",
                "--standalone",
                "--from=docx",
                "--to=html",
                "--mathjax",
                "--wrap=none",
            ),
            *("--extract-media=.", "--track-changes=accept", "--output=out.html", "in.docx"),
        ]

    def _collected(self, folder: Path) -> Converted:
        """The HTML and the plain files in the media folder: no link is followed."""
        found = [path for path in sorted((folder / "media").glob("*")) if _is_plain_file(path)]
        if len(found) > _MOST_PICTURES or sum(path.stat().st_size for path in found) > 4 * self._most_bytes:
            raise ConversionTooHeavy("too many pictures")
        try:
            html = (folder / "out.html").read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise ConversionFailed("no output") from error
        return Converted(html, {f"media/{path.name}": path.read_bytes() for path in found})

    @property
    def _most_bytes(self) -> int:
        return self._limits.output_mb * _MB


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
