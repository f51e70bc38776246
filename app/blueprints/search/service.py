"""Find what a person may see, and build the index again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.org.audience import audience_of
from app.blueprints.search.kinds import ResultLink, kinds
from app.core.db import db
from app.core.jobs import Job, enqueue, job
from app.core.uow import unit_of_work
from app.ports import search
from app.ports.search import Hit, Query, Results

REBUILD = "search.rebuild"
CHUNK = 200
PER_PAGE = 20


@dataclass(frozen=True)
class Found:
    """A hit the person may open."""

    hit: Hit
    link: ResultLink


def find(text: str, *, actor: User, kind: str = "", page: int = 1) -> tuple[Sequence[Found], Results]:
    """The page of hits, judged once more by each feature's own visibility, and the engine's answer.

    Raises SearchUnavailable.
    """
    results = search.current().find(
        Query(
            text=text[:100],
            audience=audience_of(actor),
            kinds=frozenset({kind}) if kind in kinds() else frozenset(),
            offset=(page - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
    )
    return _visible(results.hits, actor), results


@job(REBUILD)
def rebuild(row: Job) -> dict[str, int]:
    """Empty the index and hand in everything again, kind by kind."""
    engine, count = search.current(), 0
    engine.clear()
    for kind in kinds().values():
        numbers = sorted(kind.numbers())
        for start in range(0, len(numbers), CHUNK):
            documents = list(kind.describe(numbers[start : start + CHUNK]))
            db.session.rollback()  # read; the engine may take its time now
            engine.put(documents)
            count += len(documents)
            row.report(100 * (start + CHUNK) // (len(numbers) + CHUNK), str(count))
    return {"documents": count}


def fill_if_empty() -> None:
    """Ask for a rebuild when the index is new: the worker does this when it starts."""
    if search.current().is_empty:
        with unit_of_work():
            enqueue(REBUILD, {}, owner_id=None)


def _visible(hits: Sequence[Hit], actor: User) -> list[Found]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        numbers[hit.kind].append(_number(hit))
    links = {
        (kind, number): link
        for kind, wanted in numbers.items()
        if kind in kinds()
        for number, link in kinds()[kind].load(actor, wanted).items()
    }
    return [Found(hit, links[hit.kind, _number(hit)]) for hit in hits if (hit.kind, _number(hit)) in links]


def _number(hit: Hit) -> int:
    return int(hit.uid.partition(":")[2])
