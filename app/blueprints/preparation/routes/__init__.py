"""HTTP of joint preparation: importing this package attaches all views to the blueprint."""

from app.blueprints.preparation.routes import (
    browsing,
    details,
    exports,
    importing,
    people,
    print_templates,
    proposing,
    stages,
    writing,
)
from app.blueprints.preparation.routes.blueprint import bp

__all__ = [
    "bp",
    "browsing",
    "details",
    "exports",
    "importing",
    "people",
    "print_templates",
    "proposing",
    "stages",
    "writing",
]
