"""Checks that run inside the application while it is tested."""

from flask import Flask, Response, current_app, g, request


def init_app(app: Flask) -> None:
    app.after_request(_writes_are_authorized)


def _writes_are_authorized(response: Response) -> Response:
    """A successful write that asked no policy is a hole. Sign-in and the like are marked `unguarded`."""
    if request.method in {"GET", "HEAD", "OPTIONS"} or response.status_code >= 400:
        return response
    view = current_app.view_functions.get(request.endpoint or "")
    refused_by_login = response.status_code == 302 and "/sign-in" in response.headers.get("Location", "")
    if not (g.get("authorized") or refused_by_login or getattr(view, "unguarded", False)):
        raise AssertionError(f"{request.endpoint} wrote without authorize()")
    return response
