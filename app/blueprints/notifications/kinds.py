"""The kinds of notifications: the features that cause them say how they read and where they lead."""

from collections.abc import Callable
from dataclasses import dataclass

from app.blueprints.notifications.models import Notification


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`sentence` is in the reader's language; `address` is asked for when somebody opens it."""

    name: str
    icon: str
    sentence: Callable[[Notification], str]
    address: Callable[[Notification], str]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(notification: Notification) -> Kind:
    """Raises KeyError for a kind that no feature has registered."""
    return _kinds[notification.kind]


def names() -> list[str]:
    """The known kinds: rows of a feature that is no longer there are not shown."""
    return list(_kinds)
