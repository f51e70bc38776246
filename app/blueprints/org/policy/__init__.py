"""Who may see and do what in the organisation. Importing the package registers the rules."""

from app.blueprints.org.policy import rules

__all__ = ["rules"]
