"""Whose words stand in a document because they were adopted: said at the words, for ever."""

from collections.abc import Callable, Mapping

Credits = Callable[[int], Mapping[str, str]]
_source: Credits = lambda _document_id: {}  # noqa: E731


def use_credits(source: Credits) -> None:
    """The part that knows suggestions tells whose were adopted: `柳溪小学 苏屿` by key."""
    global _source  # noqa: PLW0603
    _source = source


def credits_of(document_id: int) -> Mapping[str, str]:
    return _source(document_id)
