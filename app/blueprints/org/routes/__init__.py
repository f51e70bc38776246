"""HTTP of the organisation: importing this package attaches all views to the blueprint."""

from app.blueprints.org.routes import (
    affiliations,
    audit,
    calendar,
    groups,
    home,
    imports,
    memberships,
    people,
    school_days,
    schools,
    units,
)
from app.blueprints.org.routes.blueprint import bp

__all__ = [
    "affiliations",
    "audit",
    "bp",
    "calendar",
    "groups",
    "home",
    "imports",
    "memberships",
    "people",
    "school_days",
    "schools",
    "units",
]
