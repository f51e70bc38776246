"""What every template may ask: the site's name, whether a feature is wired, addresses of pages."""

from urllib.parse import urlencode

from flask import Flask, current_app, request

from app import config
from app.web.i18n import language

IN_LATIN = "Qinglan"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["has_endpoint"] = lambda name: name in current_app.view_functions
    app.jinja_env.globals["page_url"] = page_url
    app.context_processor(
        lambda: {
            "site_name": config.current().site_name,
            "title_name": _name_in_titles(),
            "most_upload": app.config["MAX_CONTENT_LENGTH"],
        }
    )


def _name_in_titles() -> str:
    """Who reads English can say the product's own name; a name the installation chose stays as it is."""
    name = config.current().site_name
    return f"{IN_LATIN} {name}" if name == "青蓝" and language() == "en" else name


def page_url(number: int) -> str:
    """The present address with another `page`, filters kept."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
