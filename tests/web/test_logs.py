"""A log that cannot be written is no reason to stop the work it speaks of."""

import sys
from io import FileIO, TextIOWrapper
from typing import BinaryIO, cast

import pytest
import structlog
from flask import Flask


def test_a_line_that_finds_no_room_is_let_go_of(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = cast(BinaryIO, FileIO("/dev/full", "w"))
    with TextIOWrapper(raw, encoding="utf-8", write_through=True) as device, monkeypatch.context() as here:
        here.setattr(sys, "stderr", device)
        with pytest.raises(OSError, match="No space left"):
            print("the disk is full", file=device, flush=True)
        structlog.get_logger("disk").warning("documents not stored")
        structlog.get_logger("disk").exception("a flush failed")
