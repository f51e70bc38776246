"""Logs: one line per event with request id and user; JSON unless a person looks at the terminal."""

import logging
import sys
from contextlib import suppress

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_PatientLogger,
    )
    app.teardown_request(_forget_the_request)


class _PatientLogger(structlog.PrintLogger):
    """A full disk may take no line either: the work that the line speaks of goes on all the same."""

    def __init__(self, *_names: object) -> None:
        super().__init__(sys.stderr)

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    debug = info = warning = error = critical = exception = msg


def _forget_the_request(_error: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()
