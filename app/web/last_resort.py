"""The page when not even the application can answer: a header no server can send, a fault outside Flask.

It knows no person, no database and no template by then: the page is rendered at the start, in the language
of the installation, and only the number is put in. `wsgi.py`'s own server uses the same page for what it
refuses by itself (`app.extensions["last_resort"]`).
"""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from flask import Flask, render_template

from app.web.assets import built_name

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger(__name__)

PLACE = "@number@"
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)
Head = list[tuple[str, str]]


def init_app(app: Flask) -> None:
    """The outermost layer; everything else wraps the application before."""
    with app.app_context():
        pages = {code: _page(code) for code in (400, 500)}

    def answer(code: int, error: BaseException | None = None, **about: Any) -> tuple[Head, bytes]:
        number = uuid4().hex[:12]
        tell = log.warning if code == 400 else log.error
        tell("answered outside the application", request_id=number, code=code, exc_info=error, **about)
        body = pages[code].replace(PLACE, number).encode()
        return [*HEADERS, ("Content-Length", str(len(body)))], body

    app.extensions["last_resort"] = answer
    if not app.testing:  # tests want to see the error itself
        app.wsgi_app = LastResort(app.wsgi_app, answer)  # type: ignore[method-assign, assignment]


def _page(code: int) -> str:
    sheet = f"/static/dist/{built_name('main.css')}"
    return render_template("errors/last_resort.html", code=code, number=PLACE, sheet=sheet)


class LastResort:
    def __init__(self, application: "WSGIApplication", answer: Callable[..., tuple[Head, bytes]]) -> None:
        self._application = application
        self._answer = answer

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE"):
            return self._application(environ, start)  # a WebSocket: the connection is no longer for pages

        def checked(status: str, headers: Head, *rest: Any) -> Callable[[bytes], object]:
            _refuse_unsendable(status, headers)
            return start(status, headers, *rest)

        try:
            return self._application(environ, checked)
        except Exception as error:  # whatever it was: somebody waits for a page, and the number is in the log
            headers, body = self._answer(500, error, path=environ.get("PATH_INFO"))
            start("500 Internal Server Error", headers, sys.exc_info())
            return [body]


def _refuse_unsendable(status: str, headers: Head) -> None:
    """Servers differ in when they notice; later there is no page any more."""
    for part in (status, *(part for header in headers for part in header)):
        part.encode("latin-1")
        if "\r" in part or "\n" in part:
            raise ValueError(f"a line break in a header: {part!r}")
