"""Logs: one line per event with request id and user; JSON unless a person looks at the terminal."""

import logging
import sys

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    app.teardown_request(_forget_the_request)


def _forget_the_request(_error: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()
