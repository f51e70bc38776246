"""Template filters without a home in a feature."""

from collections.abc import Mapping
from enum import Enum

from flask import Flask

from app.web import reference_filters

_labels: dict[type[Enum], Mapping[Enum, object]] = {}


def init_app(app: Flask) -> None:
    app.jinja_env.filters["label"] = label
    app.jinja_env.filters["filesize"] = filesize
    reference_filters.init_app(app)


def register_labels(kind: type[Enum], labels: Mapping[Enum, object]) -> None:
    """Say how the members of an enum read on screen (lazy strings)."""
    _labels[kind] = labels


def label(member: Enum) -> str:
    """How an enum member reads on screen. An enum without labels raises: nobody should see its code."""
    return str(_labels[type(member)][member])


def filesize(count: int) -> str:
    """Bytes as a person reads them: `1.4 MB`."""
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
