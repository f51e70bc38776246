"""Find what a person may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.search.audience import audience_of
from app.blueprints.search.kinds import ResultLink, kinds
from app.ports import search
from app.ports.search import Hit, Query, Results

PER_PAGE = 20
NONE: Mapping[str, str] = {}
NARROWING = ("subject", "grade")  # the facets that people may narrow by


@dataclass(frozen=True)
class Found:
    """A hit the person may open."""

    hit: Hit
    link: ResultLink


def find(
    text: str, *, actor: User, kind: str = "", facets: Mapping[str, str] = NONE, page: int = 1
) -> tuple[Sequence[Found], Results]:
    """The page of hits, judged once more by each feature's own visibility, and the engine's answer.

    Raises SearchUnavailable.
    """
    results = search.current().find(
        Query(
            text=text[:100],
            audience=audience_of(actor),
            kinds=frozenset({kind}) if kind in kinds() else frozenset(),
            facets={name: facets[name] for name in NARROWING if facets.get(name)},
            offset=(page - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
    )
    return _visible(results.hits, actor), results


def is_incomplete() -> bool:
    """Whether people have to be told that something may be missing."""
    return not search.current().is_complete


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
