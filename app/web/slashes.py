"""A slash typed at the end of an address leads to the page without it."""

from urllib.parse import quote

from flask import Flask, redirect, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound


def init_app(app: Flask) -> None:
    app.before_request(_without_the_slash)


def _without_the_slash() -> ResponseReturnValue | None:
    path = request.path.rstrip("/")
    unknown = isinstance(request.routing_exception, NotFound)
    if not unknown or not path or path == request.path or request.method not in {"GET", "HEAD"}:
        return None
    if not _is_page(path):
        return None
    query = request.query_string.decode("latin-1")
    return redirect(request.script_root + quote(path) + (f"?{query}" if query else ""), 308)


def _is_page(path: str) -> bool:
    """Whether exactly this is an address of ours: doubled slashes are not, so nothing leads elsewhere."""
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False
