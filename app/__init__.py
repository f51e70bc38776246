"""The application factory: kernel, web layer, then whatever app.wiring knows."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import wiring
from app.config import Settings
from app.core.db import db
from app.web import (
    assets,
    bounds,
    compression,
    csrf,
    docs,
    errors,
    filters,
    headers,
    health,
    i18n,
    last_resort,
    layout,
    limits,
    logs,
    navigation,
    offline,
    slashes,
    static_files,
)
from app.web import testing as checks

PARTS = (
    logs,
    bounds,
    slashes,
    compression,
    docs,
    assets,
    static_files,
    i18n,
    filters,
    layout,
    navigation,
    csrf,
    headers,
    health,
    limits,
    offline,
    errors,
)  # of the web layer, in this order


def create_app(settings: Settings | None = None, **flask_config: Any) -> Flask:
    """The application for `settings` (default: the environment). `flask_config` is for tests."""
    settings = settings or Settings()
    app = Flask(__name__)
    app.extensions["settings"] = settings
    app.config |= _config_for(settings) | flask_config
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    db.init_app(app, settings.resolved_database_url(), synchronous=settings.sqlite_synchronous)
    for part in PARTS:
        part.init_app(app)
    wiring.init_app(app, settings)
    last_resort.init_app(app)
    if app.testing:
        checks.init_app(app)
    return app


def _config_for(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.resolved_secret_key(),
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "SESSION_COOKIE_NAME": "qinglan",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "PERMANENT_SESSION_LIFETIME": settings.session_days * 86400,
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
        "TEMPLATES_AUTO_RELOAD": settings.reload,
    }
