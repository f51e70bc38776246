"""What stands in the weeks of a term: such weeks stay. Features above count it."""

from collections.abc import Callable, Collection, Mapping

Count = Callable[[int, Collection[int]], Mapping[int, int]]


def _nothing(_term_id: int, _weeks: Collection[int]) -> Mapping[int, int]:
    return {}


_count: list[Count] = [_nothing]


def use_weeks(count: Count) -> None:
    """Say how many things stand in each of these weeks of a term, by the week's number."""
    _count[:] = [count]


def count_in_weeks(term_id: int, weeks: Collection[int]) -> Mapping[int, int]:
    return _count[0](term_id, weeks)
