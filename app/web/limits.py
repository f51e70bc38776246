"""Rate limits, counted per browser session or per person; never per address: a school shares one."""

import secrets
import time
from collections.abc import Callable

from flask import Flask, Response, g, make_response, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter, RateLimitExceeded, RequestLimit

from app.core.errors import TooMany

BROWSER_KEY = "browser"  # inside Flask's signed cookie: names this browser, nobody else


def browser_session() -> str:
    """The key of this browser session; a browser that shows no cookie begins a new one."""
    if BROWSER_KEY not in session:
        session[BROWSER_KEY] = secrets.token_urlsafe(12)
    return f"browser:{session[BROWSER_KEY]}"


def person() -> str:
    """The key of the signed-in person, on whichever browser; of the browser for guests."""
    user = g.get("user")
    return f"person:{user.id}" if user else browser_session()


# While Redis is away each process counts for itself: nobody is kept out by a missing helper.
limiter = Limiter(key_func=browser_session, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.extensions["settings"].redis_url or "memory://")
    app.config.setdefault("RATELIMIT_KEY_PREFIX", "qinglan")
    limiter.init_app(app)

    @app.errorhandler(RateLimitExceeded)
    def refuse(error: RateLimitExceeded) -> ResponseReturnValue:
        if error.response is not None:
            return error.response
        seconds = _seconds_to_wait(limiter.current_limit)
        return app.handle_user_exception(TooMany(_sentence(seconds), retry_after=seconds))


def in_the_form(show: Callable[[str], str]) -> Callable[[RequestLimit], Response]:
    """For `on_breach`: instead of an error page the form again, with the sentence and what was typed."""

    def answer(limit: RequestLimit) -> Response:
        seconds = _seconds_to_wait(limit)
        return make_response(show(_sentence(seconds)), 429, {"Retry-After": str(seconds)})

    return answer


def _sentence(seconds: int) -> str:
    return str(_("操作太频繁，请在 %(seconds)s 秒后再试。", seconds=seconds))


def _seconds_to_wait(limit: RequestLimit | None) -> int:
    return max(1, limit.reset_at - int(time.time())) if limit else 60
