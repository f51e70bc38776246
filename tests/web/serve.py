"""The product's server with addresses that fail where no error page of Flask reaches."""

import sys
from collections.abc import Iterator
from pathlib import Path

from gevent import monkey

monkey.patch_all()
sys.path.insert(0, str(Path(__file__).parents[2]))

from flask import Flask, Response  # noqa: E402

from app import create_app  # noqa: E402 - the patch comes first
from app.adapters.server import serve  # noqa: E402
from app.core.db import Base, db  # noqa: E402


def add_faults(app: Flask) -> None:
    @app.get("/fault/header")
    def header() -> Response:
        return Response("x", headers={"Content-Disposition": "attachment; filename=教案.docx"})

    @app.get("/fault/body")
    def body() -> Response:
        def fail() -> Iterator[bytes]:
            for word in ("before the first byte",):
                raise RuntimeError(word)
            yield b""

        return Response(fail())


app = create_app()
add_faults(app)
Base.metadata.create_all(db.engine)
serve(app)
