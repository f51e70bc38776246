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
Documents = Callable[[], Iterable[SearchDocument]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`load` returns links for those of the ids that the person may see now: the last word on rights.
    `documents` yields everything for a rebuild of the index."""

    name: str
    label: LazyString
    load: Load
    documents: Documents


_kinds: dict[str, Kind] = {}


def register_kind(name: str, *, label: LazyString, load: Load, documents: Documents) -> None:
    """Make a kind of thing findable; `uid`s of its documents are "<name>:<id>"."""
    _kinds[name] = Kind(name=name, label=label, load=load, documents=documents)


def kinds() -> Mapping[str, Kind]:
    return _kinds
