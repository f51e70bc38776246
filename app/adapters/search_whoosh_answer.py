"""One question to one whoosh searcher: narrow first, looser until there is enough."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from whoosh import query
from whoosh.searching import Hit as WhooshHit

from app.adapters.search_highlight import best_passage, mark_all
from app.adapters.search_plan import Plan, plan_of
from app.ports.search import Hit, Query, Results

MOST_COUNTED = 1000
ENOUGH = 5  # hits that match everything: what is looser would only be noise


class Answer:
    def __init__(self, searcher: Any, wanted: Query) -> None:
        self._searcher, self._wanted = searcher, wanted
        self._allowed = query.Or([query.Term("audience", key) for key in sorted(wanted.audience)])
        self._narrowed = query.And([self._allowed, *_narrowing(wanted)])

    def results(self) -> Results:
        plan = plan_of(self._wanted.text)
        enough = self._wanted.offset + min(ENOUGH, self._wanted.limit)
        most = max(50, self._wanted.offset + self._wanted.limit)
        answer, exact = Results(hits=(), total=0), 0
        for relaxed, stage in plan.stages:
            found = self._searcher.search(stage, filter=self._narrowed, limit=most)
            if len(found) > answer.total:
                answer = self._page(found, stage, plan, relaxed)
            exact = exact if relaxed else len(found)
            if len(found) >= enough or (answer.total and relaxed == "pinyin"):
                break
        return replace(answer, exact=exact)

    def _page(self, found: Any, stage: Any, plan: Plan, relaxed: str) -> Results:
        total = len(found)
        page = found[self._wanted.offset : self._wanted.offset + self._wanted.limit]
        return Results(
            hits=[_hit(hit, plan.words) for hit in page],
            total=min(total, MOST_COUNTED),
            capped=total > MOST_COUNTED,
            relaxed=relaxed if total else "",
            facets=self._facets(found.docs()) | {"kind": self._kinds(found, stage)},
        )

    def _kinds(self, found: Any, stage: Any) -> dict[str, int]:
        """Counted without the narrowing, so that people see what else there is."""
        if self._wanted.kinds or self._wanted.facets:
            found = self._searcher.search(stage, filter=self._allowed, limit=1)
        return self._counted({"kind": self._kept(number)["kind"]} for number in _first(found.docs()))["kind"]

    def _facets(self, numbers: Iterable[int]) -> dict[str, dict[str, int]]:
        return self._counted(self._kept(number)["facets_kept"] for number in _first(numbers))

    def _kept(self, number: int) -> dict[str, Any]:
        kept: dict[str, Any] = self._searcher.stored_fields(number)
        return kept

    @staticmethod
    def _counted(rows: Iterable[dict[str, str]]) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for row in rows:
            for name, value in row.items():
                values = counts.setdefault(name, {})
                values[value] = values.get(value, 0) + 1
        return counts


def _first(numbers: Iterable[int]) -> list[int]:
    return list(numbers)[:MOST_COUNTED]


def _narrowing(wanted: Query) -> list[Any]:
    narrowed = [query.Term("facets", f"{name}={value}") for name, value in sorted(wanted.facets.items())]
    if wanted.kinds:
        narrowed.append(query.Or([query.Term("kind", kind) for kind in sorted(wanted.kinds)]))
    return narrowed


def _hit(hit: WhooshHit, words: frozenset[str]) -> Hit:
    return Hit(
        uid=hit["uid"],
        kind=hit["kind"],
        score=hit.score or 0.0,
        title=mark_all(hit["title"], words),
        passage=best_passage(hit["body_kept"], words),
    )
