"""What refers to a topic: later features say so here, the topic's page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One thing that refers to a node and that the reader may see. `caption` says what it is."""

    caption: str
    title: str
    url: str


Mentioner = Callable[[User, CurriculumNode], Sequence[Mention]]
_mentioners: list[Mentioner] = []


def mentioner(function: Mentioner) -> Mentioner:
    """Register the decorated function: it returns the latest mentions visible to the reader."""
    _mentioners.append(function)
    return function


def mentions_of(node: CurriculumNode, *, reader: User) -> list[Mention]:
    return [mention for function in _mentioners for mention in function(reader, node)]
