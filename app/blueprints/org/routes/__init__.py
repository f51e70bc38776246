"""HTTP of the organisation: importing this package attaches all views to the blueprint."""

from app.blueprints.org.routes import affiliations, home, imports, people
from app.blueprints.org.routes.blueprint import bp

__all__ = ["affiliations", "bp", "home", "imports", "people"]
