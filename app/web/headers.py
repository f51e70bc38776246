"""Security headers of every answer, with a fresh nonce for the few inline styles we allow."""

import secrets

from flask import Flask, Response, g, request

from app import config


def init_app(app: Flask) -> None:
    app.before_request(_make_nonce)
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = lambda: g.csp_nonce


def _make_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _add_headers(response: Response) -> Response:
    nonce = g.get("csp_nonce", "")
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; "
        "script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; "
        f"connect-src 'self' {_websocket_origin()}; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault(
        "Permissions-Policy", "geolocation=(), microphone=(), camera=(self), payment=(), usb=()"
    )
    if config.current().https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        # Shared school computers: nothing personal stays in the browser's cache.
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _websocket_origin() -> str:
    """Older browsers do not count the page's own WebSocket as 'self'."""
    return f"{'wss' if request.is_secure else 'ws'}://{request.host}"
