"""The folder in which a foreign program makes a PDF: filled, printed in, read, thrown away."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.adapters.cage import Limits, run_caged
from app.ports.converter import ConversionFailed


def printed(
    inputs: Mapping[str, bytes], output: str, command: Callable[[Path], Sequence[str]], limits: Limits
) -> bytes:
    """The PDF that `command` leaves as `output` beside its inputs. Raises ConversionFailed without one."""
    with tempfile.TemporaryDirectory(prefix="qinglan-print-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file_name, content in inputs.items():
            (folder / Path(file_name).name).write_bytes(content)
        run_caged(command(folder), folder, limits)
        return _pdf_in(folder / output)


def _pdf_in(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ConversionFailed("no output") from error
    if not content.startswith(b"%PDF"):
        raise ConversionFailed("no PDF")
    return content
