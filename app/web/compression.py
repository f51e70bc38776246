"""Texts travel compressed: a weak line carries a quarter of the bytes."""

from flask import Flask
from flask_compress import Compress

ALGORITHMS = ["br", "gzip"]  # over plain HTTP browsers offer gzip only


def init_app(app: Flask) -> None:
    app.config.setdefault("COMPRESS_ALGORITHM", ALGORITHMS)
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ALGORITHMS)
    app.config.setdefault("COMPRESS_MIN_SIZE", 1000)
    Compress(app)
