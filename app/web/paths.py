"""Addresses that came in with a request and are about to be redirected to."""

from urllib.parse import urlsplit

from flask import current_app, request


def local_path(candidate: str | None, default: str = "/") -> str:
    """`candidate` if it leads to a page of ours, else `default`: no open redirects.

    Browsers read a backslash as a slash and drop tabs and line ends, so such paths are refused whole.
    """
    if not candidate or not candidate.startswith("/") or candidate.startswith("//"):
        return default
    if "\\" in candidate or any(ord(character) < 32 for character in candidate):
        return default
    parts = urlsplit(candidate)
    return default if parts.scheme or parts.netloc else candidate


def page_before() -> str | None:
    """The page of ours that sent this request, as the browser says; None if none can be opened there."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return None
    address = local_path(came_from._replace(scheme="", netloc="").geturl(), "")
    return address if address and came_from.netloc == request.host and _opens(came_from.path) else None


def asked_for() -> str:
    """The address of this request, if it can be opened as a page; else the first page."""
    return request.full_path.rstrip("?") if _opens(request.path) else "/"


def _opens(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, method="GET")
