"""The built files, compressed once: their names carry a hash, so a packed copy is never out of date.

Compressing the editor for each visitor cost 40 ms of the one core that everybody's writing waits for.
"""

import gzip
import mimetypes
from collections.abc import Callable
from functools import cache
from hashlib import sha256

import brotli
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from app.web.assets import DIST

TEXTS = (".js", ".css", ".svg", ".json", ".txt")
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=6)),  # a tenth of a second for the editor
    "gzip": lambda plain: gzip.compress(plain, 9, mtime=0),
}


def init_app(app: Flask) -> None:
    app.view_functions["static"] = send_static


def send_static(filename: str) -> ResponseReturnValue:
    """A packed copy where the browser takes one; else the file as it is."""
    name = filename.removeprefix("dist/")
    taken = request.accept_encodings.best_match(PACKED)
    if taken is None or name == filename or name not in _texts():
        return current_app.send_static_file(filename)
    content, tag = packed(name, taken)
    answer = Response(content, mimetype=mimetypes.guess_type(name)[0])
    answer.headers["Content-Encoding"] = taken
    answer.vary.add("Accept-Encoding")
    answer.cache_control.public = True
    answer.cache_control.max_age = current_app.get_send_file_max_age(filename)
    answer.set_etag(tag)
    return answer.make_conditional(request)


@cache
def packed(name: str, encoding: str) -> tuple[bytes, str]:
    """The content of a built file as it travels, and a name for it."""
    content = PACKED[encoding]((DIST / name).read_bytes())
    return content, sha256(content).hexdigest()[:32]


@cache
def _texts() -> frozenset[str]:
    return frozenset(path.name for path in DIST.iterdir() if path.suffix in TEXTS)
