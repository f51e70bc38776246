"""The navigation at the left: features say what they offer, the layout shows what exists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_babel import LazyString


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry. `shown` is asked per request; `section` groups entries under a caption."""

    endpoint: str
    label: LazyString
    icon: str
    section: LazyString | None = None
    shown: Callable[[], bool] = lambda: True
    on_phone: bool = False  # in the bar at the bottom of small screens
    pages: frozenset[str] = frozenset()  # endpoints of other blueprints that people reach through it

    @property
    def is_current(self) -> bool:
        if any(request.endpoint in item.pages for item in current_app.extensions["navigation"]):
            return request.endpoint in self.pages
        return (request.blueprint or "") == self.endpoint.partition(".")[0]


def init_app(app: Flask) -> None:
    app.extensions["navigation"] = ()
    app.jinja_env.globals["navigation"] = navigation


def use(app: Flask, items: Sequence[NavItem]) -> None:
    app.extensions["navigation"] = tuple(items)


def navigation() -> list[NavItem]:
    """The entries this person may use, in the order of wiring."""
    return [item for item in current_app.extensions["navigation"] if item.shown()]
