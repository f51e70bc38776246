"""What people take part in by name: it lasts when one of several posts ends. Features above count it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation
from app.blueprints.org.reach import Reach, reaches_without

Count = Callable[[User, Sequence[Reach]], Sequence[int]]


def _nothing(_person: User, reaches: Sequence[Reach]) -> Sequence[int]:
    return [0] * len(reaches)


_count: list[Count] = [_nothing]


def use_parts(count: Count) -> None:
    """Say of how many things under way a person is one, with each of several reaches."""
    _count[:] = [count]


def parts_left(person: User, ending: Collection[Affiliation] = ()) -> int:
    """Of how many the person goes on being one when all of these have ended."""
    return _count[0](person, reaches_without(person, [ending]))[0]


def parts_left_by_each(person: User, places: Sequence[Affiliation]) -> Mapping[int, int]:
    """The same for each of `places` that ends by itself, by its id."""
    if not places:
        return {}
    left = _count[0](person, reaches_without(person, [[place] for place in places]))
    return {place.id: count for place, count in zip(places, left, strict=True)}
