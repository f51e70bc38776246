"""The worker beside the web process: there again, whatever kept it from starting."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.adapters import server

WORKER = """#!/bin/sh
echo started > "$(dirname "$0")/started"
exec sleep 600
"""


def keepers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "keeper"]


def wait_until(true: Callable[[], bool]) -> None:
    while not true():
        assert keepers(), "nobody keeps the worker any more"
        keepers()[0].join(0.02)


def test_a_worker_that_cannot_be_started_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, started = tmp_path / "python", tmp_path / "started"
    monkeypatch.setattr(sys, "executable", str(program))  # not there yet: it fails as a fork does
    monkeypatch.setattr(server, "RESTART_SECONDS", 0.02)
    keeper = server.WorkerKeeper()
    with capture_logs() as lines:
        keeper.start()
        wait_until(lambda: any("worker not started" in line["event"] for line in lines))
        program.write_text(WORKER)
        program.chmod(0o700)
        wait_until(started.exists)
        keeper.stop()
        for thread in keepers():
            thread.join()
