"""What can be found. Features register a kind; search knows none of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString

from app.blueprints.accounts.models import User
from app.ports.search import SearchDocument


@dataclass(frozen=True, kw_only=True)
class ResultLink:
    """How one found thing is shown and where it leads."""

    url: str
    title: str
    subtitle: str = ""
    chips: tuple[str, ...] = field(default=())


Load = Callable[[User, Collection[int]], Mapping[int, ResultLink]]
Describe = Callable[[Collection[int]], Iterable[SearchDocument]]
Numbers = Callable[[], Iterable[int]]


@dataclass(frozen=True)
class Kind:
    """`load` returns links for those of the ids that the person may see now: the last word on rights.
    `describe` makes the documents of those ids that can be found at all; `numbers` are all of their ids."""

    name: str
    label: LazyString
    load: Load
    describe: Describe
    numbers: Numbers
    order: int = 1  # among the tabs


_kinds: dict[str, Kind] = {}


def register_kind(
    name: str,
    *,
    label: LazyString,
    load: Load,
    describe: Describe,
    numbers: Numbers,
    order: int = 1,
) -> None:
    """Make a kind of thing findable; `uid`s of its documents are "<name>:<id>"."""
    _kinds[name] = Kind(name, label, load, describe, numbers, order)


def kinds() -> Mapping[str, Kind]:
    return dict(sorted(_kinds.items(), key=lambda item: item[1].order))
