"""What a browser may keep for a person while the server is away: the worker, its page, marks on answers.

The HTTP cache keeps nothing personal without asking. Our service worker keeps exactly the pages and pictures
that carry `Keep-For`, under that person's number, and drops them when the person signs out or another one
signs in.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, render_template, request, send_from_directory, session
from flask.typing import ResponseReturnValue

from app import config
from app.web.assets import DIST, built_name
from app.web.htmx import is_htmx

P = ParamSpec("P")
R = TypeVar("R")


def init_app(app: Flask) -> None:
    app.add_url_rule("/service-worker.js", "service_worker", service_worker)
    app.add_url_rule("/offline", "offline", offline)
    app.after_request(_mark)
    app.jinja_env.globals["is_kept_on_device"] = is_kept_on_device


def kept_on_device(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a page that the person who saw it may see again without the server."""
    view.kept_on_device = True  # type: ignore[attr-defined]  # read below
    return view


def is_kept_on_device() -> bool:
    """Whether the page of this request may be kept for the person it was made for."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(g.get("user")) and bool(getattr(view, "kept_on_device", False))


def service_worker() -> ResponseReturnValue:
    """From the root, so that it may serve every page. Browsers ask for it again at each visit."""
    answer = send_from_directory(DIST, built_name("service-worker.js"), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def offline() -> ResponseReturnValue:
    """The page in place of one that this device does not have. Nobody's: the worker keeps it for all."""
    return render_template("offline/show.html")


def _mark(response: Response) -> Response:
    if not is_kept_on_device() or is_htmx() or request.method != "GET":
        return response
    if response.status_code not in {200, 304}:  # what the browser has may be marked for somebody else
        return response
    if session.modified:  # it carries a message shown once, or a cookie of its own
        return response
    response.headers["Keep-For"] = str(g.user.id)
    response.headers["Keep-Seconds"] = str(config.current().session_days * 86400)
    return response


for _view in (service_worker, offline):
    _view.access = "public"  # type: ignore[attr-defined]  # read by the architecture test
