"""HTTP of the curriculum: importing this package attaches all views to the blueprint."""

from app.blueprints.curriculum import audit_words
from app.blueprints.curriculum.routes import browsing, editing, importing, keeping, picking
from app.blueprints.curriculum.routes.blueprint import bp

__all__ = ["audit_words", "bp", "browsing", "editing", "importing", "keeping", "picking"]
