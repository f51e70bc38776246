"""Full-text search. Features hand in documents with audience keys; hits come back already filtered."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
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
    it (subject, grade, edition …); `facets` exact values to count and filter by; `codes` numbers and
    account names found only as a whole; `sounds` readings of the title that a dictionary gets wrong.
    """

    uid: str
    kind: str
    title: str
    body: str = ""
    meta: str = ""
    audience: frozenset[str] = frozenset()
    facets: dict[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
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
    """`total` is capped by the engine; `capped` says so. `relaxed` tells what the engine loosened
    after the first `exact` of them, which match everything.
    `facets["kind"]` counts what the question's kinds and facets leave out, too."""

    hits: Sequence[Hit]
    total: int
    capped: bool = False
    relaxed: str = ""
    exact: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Building(Protocol):
    """A new index in the making; nobody searches it yet."""

    def put(self, documents: Iterable[SearchDocument]) -> None: ...


class Search(Protocol):
    @property
    def is_complete(self) -> bool:
        """Whether all was handed in: not before the first build, nor when the index was lost, was
        damaged, or was made by other rules of the analyzer."""
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

    def rebuilding(self) -> AbstractContextManager[Building]:
        """Everything put inside replaces the whole index at the end; until then searches use the old one.
        Raises SearchUnavailable."""
        ...


class NullSearch:
    """Finds nothing, accepts everything."""

    is_complete = True

    def put(self, documents: Iterable[SearchDocument]) -> None:
        pass

    def remove(self, uids: Iterable[str]) -> None:
        pass

    def find(self, query: Query) -> Results:
        return Results(hits=(), total=0)

    def rebuilding(self) -> AbstractContextManager[Building]:
        return nullcontext(self)


def use(app: Flask, adapter: Search) -> None:
    app.extensions["search"] = adapter


def current() -> Search:
    adapter: Search = current_app.extensions["search"]
    return adapter
