"""Answer a form post either with the changed fragment or with a redirect."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue


def is_htmx() -> bool:
    """Whether htmx asks for a fragment (a page restored from the history wants the whole)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def fragment_or_redirect(template: str, url: str, **context: Any) -> ResponseReturnValue:
    if is_htmx():
        return render_template(template, **context)
    return redirect(url, code=303)
