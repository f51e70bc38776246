"""What every template may ask: the site's name, whether a feature is wired, addresses of pages."""

from urllib.parse import urlencode

from flask import Flask, current_app, request

from app import config


def init_app(app: Flask) -> None:
    app.jinja_env.globals["has_endpoint"] = lambda name: name in current_app.view_functions
    app.jinja_env.globals["page_url"] = page_url
    app.context_processor(
        lambda: {"site_name": config.current().site_name, "most_upload": app.config["MAX_CONTENT_LENGTH"]}
    )


def page_url(number: int) -> str:
    """The present address with another `page`, filters kept."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
