"""Full-text search on whoosh: no server, comfortable to some twenty thousand full texts.

The index folder is derived and private: whoosh unpickles from it. It is dropped when the analyzer's
version changes, and `is_empty` then tells the worker to build it again.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin
from whoosh import index, query
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import DATETIME, ID, KEYWORD, STORED, TEXT, Schema
from whoosh.index import EmptyIndexError, LockError
from whoosh.searching import Hit as WhooshHit

from app.adapters import search_text
from app.adapters.search_highlight import best_passage, mark_all
from app.adapters.search_plan import Plan, plan_of
from app.ports.search import Hit, Query, Results, SearchDocument, SearchUnavailable

MOST_COUNTED = 1000
BODY_KEPT = 40_000  # characters: of longer bodies the rest is found but not shown
LOCK_SECONDS = 10


class Words(Tokenizer):  # type: ignore[misc]  # whoosh has no types; at module level: it is pickled into the index
    """The analyzer of whoosh fields; sub-words only in the index, never in queries."""

    def __init__(self, kind: str = "words") -> None:
        self.kind = kind

    def __call__(
        self, value: str, mode: str = "", start_pos: int = 0, start_char: int = 0, **_: Any
    ) -> Iterator[Token]:
        cut = {
            "words": search_text.indexed_words_of,
            "grams": search_text.grams_of,
        }[self.kind]
        token = Token(positions=True, chars=True)
        for word in cut(value):
            token.text, token.original, token.stopped, token.boost = word.text, word.text, False, 1.0
            token.pos = start_pos + word.position
            token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


SCHEMA = Schema(
    uid=ID(unique=True, stored=True),
    kind=ID(stored=True),
    title=TEXT(analyzer=Words(), stored=True, field_boost=3.0),
    title_grams=TEXT(analyzer=Words("grams"), phrase=False),
    pinyin=KEYWORD(lowercase=True),
    meta=TEXT(analyzer=Words(), field_boost=1.5),
    body=TEXT(analyzer=Words()),
    body_kept=STORED,
    audience=KEYWORD,
    facets=KEYWORD,
    facets_kept=STORED,
    at=DATETIME(sortable=True),
)


class WhooshSearch:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: Any = None
        self._opening = threading.Lock()

    @property
    def is_empty(self) -> bool:
        return bool(self._opened().doc_count() == 0)

    def put(self, documents: Iterable[SearchDocument]) -> None:
        newest = {
            document.uid: document for document in documents
        }  # twice in one writer would store it twice
        with self._writer() as writer:
            for document in newest.values():
                writer.update_document(**_fields(document))

    def remove(self, uids: Iterable[str]) -> None:
        with self._writer() as writer:
            for uid in set(uids):
                writer.delete_by_term("uid", uid)

    def clear(self) -> None:
        with self._opening:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index = index.create_in(self._folder, SCHEMA)

    def find(self, wanted: Query) -> Results:
        if not wanted.audience:
            return Results(hits=(), total=0)
        try:
            with self._opened().searcher() as searcher:
                return _Search(searcher, wanted).results()
        except OSError as error:  # the writer may be swapping files, or the disk is in trouble
            raise SearchUnavailable from error

    def _writer(self) -> Any:
        try:
            return self._opened().writer(timeout=LOCK_SECONDS)
        except (LockError, OSError) as error:
            raise SearchUnavailable from error

    def _opened(self) -> Any:
        with self._opening:
            if self._index is None:
                self._index = self._open_or_make()
            return self._index

    def _open_or_make(self) -> Any:
        version = self._folder / "VERSION"
        if not version.exists() or version.read_text() != str(search_text.VERSION):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            index.create_in(self._folder, SCHEMA)
            version.write_text(str(search_text.VERSION))
        try:
            return index.open_dir(self._folder)
        except (EmptyIndexError, OSError) as error:
            raise SearchUnavailable from error


class _Search:
    """One question to one searcher: narrow first, looser until there is enough."""

    def __init__(self, searcher: Any, wanted: Query) -> None:
        self._searcher, self._wanted = searcher, wanted
        self._allowed = _permission(wanted)

    def results(self) -> Results:
        plan = plan_of(self._wanted.text)
        enough = self._wanted.offset + min(10, self._wanted.limit)
        most = max(50, self._wanted.offset + self._wanted.limit)
        answer = Results(hits=(), total=0)
        for relaxed, stage in plan.stages:
            found = self._searcher.search(stage, filter=self._allowed, limit=most)
            if len(found) > answer.total:
                answer = self._page(found, plan, relaxed)
            if len(found) >= enough:
                break
        return answer

    def _page(self, found: Any, plan: Plan, relaxed: str) -> Results:
        total = len(found)
        page = found[self._wanted.offset : self._wanted.offset + self._wanted.limit]
        return Results(
            hits=[_hit(hit, plan.words) for hit in page],
            total=min(total, MOST_COUNTED),
            capped=total > MOST_COUNTED,
            relaxed=relaxed if total else "",
            facets=self._facets(found),
        )

    def _facets(self, found: Any) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for number in list(found.docs())[:MOST_COUNTED]:
            kept = self._searcher.stored_fields(number)
            for name, value in {"kind": kept["kind"], **kept["facets_kept"]}.items():
                values = counts.setdefault(name, {})
                values[value] = values.get(value, 0) + 1
        return counts


def _permission(wanted: Query) -> Any:
    narrowed = [query.Or([query.Term("audience", key) for key in sorted(wanted.audience)])]
    if wanted.kinds:
        narrowed.append(query.Or([query.Term("kind", kind) for kind in sorted(wanted.kinds)]))
    narrowed += [query.Term("facets", f"{name}={value}") for name, value in sorted(wanted.facets.items())]
    return query.And(narrowed)


def _hit(hit: WhooshHit, words: frozenset[str]) -> Hit:
    return Hit(
        uid=hit["uid"],
        kind=hit["kind"],
        score=hit.score or 0.0,
        title=mark_all(hit["title"], words),
        passage=best_passage(hit["body_kept"], words),
    )


def _fields(document: SearchDocument) -> dict[str, Any]:
    full = lazy_pinyin(document.title, style=Style.NORMAL, errors="ignore")
    initials = lazy_pinyin(document.title, style=Style.FIRST_LETTER, errors="ignore")
    return {
        "uid": document.uid,
        "kind": document.kind,
        "title": document.title,
        "title_grams": document.title,
        "pinyin": " ".join(_joined(full) | _joined(initials)),
        "meta": document.meta,
        "body": document.body,
        "body_kept": document.body[:BODY_KEPT],
        "audience": " ".join(sorted(document.audience)),
        "facets": " ".join(f"{name}={value}" for name, value in document.facets.items()),
        "facets_kept": document.facets,
        "at": document.at.replace(tzinfo=None),
    }


def _joined(syllables: list[str]) -> set[str]:
    """Every run of two to eight syllables written together: "fuli" and "fl" find 浮力."""
    return {
        "".join(syllables[start : start + size]).lower()
        for start in range(len(syllables))
        for size in range(2, 9)
        if start + size <= len(syllables)
    }
