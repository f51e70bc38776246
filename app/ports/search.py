"""Full-text search. Features hand in documents with audience keys; hits come back already filtered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app


class SearchUnavailable(Exception):
    """The engine cannot answer now; pages say so and go on."""


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """One findable thing. `uid` is "<kind>:<id>"; `audience` the keys of whom may find it.

    Audience keys: "user:7", "unit:3", "school:2", "group:1", "all". `meta` holds words that describe
    it (subject, grade, edition …); `facets` exact values to count and filter by.
    """

    uid: str
    kind: str
    title: str
    body: str = ""
    meta: str = ""
    audience: frozenset[str] = frozenset()
    facets: dict[str, str] = field(default_factory=dict)
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Query:
    """What somebody looks for. `audience` are all keys the person holds: an empty set finds nothing."""

    text: str
    audience: frozenset[str]
    kinds: frozenset[str] = frozenset()
    facets: dict[str, str] = field(default_factory=dict)
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One result. `title` and `passage` are (text, is_match) runs, so that no HTML leaves the engine."""

    uid: str
    kind: str
    score: float
    title: Sequence[tuple[str, bool]]
    passage: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class Results:
    """`total` is capped by the engine; `capped` says so. `relaxed` tells what the engine loosened."""

    hits: Sequence[Hit]
    total: int
    capped: bool = False
    relaxed: str = ""
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Search(Protocol):
    @property
    def is_empty(self) -> bool:
        """Whether nothing is indexed: after the first start, or when the analyzer's rules changed."""
        ...

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace by uid. Raises SearchUnavailable."""
        ...

    def remove(self, uids: Iterable[str]) -> None:
        """Take out; unknown uids are no error. Raises SearchUnavailable."""
        ...

    def find(self, query: Query) -> Results:
        """Raises SearchUnavailable."""
        ...

    def clear(self) -> None:
        """Empty the index: the first step of a rebuild."""
        ...


class NullSearch:
    """Finds nothing, accepts everything."""

    is_empty = False

    def put(self, documents: Iterable[SearchDocument]) -> None:
        pass

    def remove(self, uids: Iterable[str]) -> None:
        pass

    def find(self, query: Query) -> Results:
        return Results(hits=(), total=0)

    def clear(self) -> None:
        pass


def use(app: Flask, adapter: Search) -> None:
    app.extensions["search"] = adapter


def current() -> Search:
    adapter: Search = current_app.extensions["search"]
    return adapter
