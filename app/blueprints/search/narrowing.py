"""What the search page was asked for, and by what the answer can be narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app import reference
from app.blueprints.search.kinds import kinds
from app.blueprints.search.service import NARROWING
from app.ports.search import Results
from app.reference import Entry
from app.web.reference_filters import name_of

LONGEST = 100  # characters
MOST_CHOICES = 8
LABELS = {"subject": _l("学科"), "grade": _l("年级")}


@dataclass(frozen=True)
class Narrowed:
    """The question as it stands in the address."""

    text: str
    kind: str
    facets: Mapping[str, str]

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Narrowed":
        chosen = {name: args.get(name, "") for name in NARROWING}
        return cls(
            text=args.get("q", "").strip()[:LONGEST],
            kind=args.get("kind", "") if args.get("kind") in kinds() else "",
            facets={name: code for name, code in chosen.items() if code in _table(name)},
        )

    def having(self, **changed: str | None) -> dict[str, str | None]:
        """The address of the same question with one thing chosen or, by None, given up."""
        return {"q": self.text, "kind": self.kind or None, **self.facets, **changed}


@dataclass(frozen=True)
class Choice:
    """`数学 12`: one value to narrow by."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Facet:
    name: str
    label: LazyString
    choices: list[Choice]


def names_of_facets(results: Results) -> list[Facet]:
    """The facets with more than one value among what was found, the frequent values first."""
    facets = [Facet(name, LABELS[name], _choices(name, results.facets.get(name, {}))) for name in NARROWING]
    return [facet for facet in facets if facet.choices]


def _choices(name: str, counts: Mapping[str, int]) -> list[Choice]:
    table = _table(name)
    known = [Choice(code, name_of(table, code), count) for code, count in counts.items() if code in table]
    return sorted(known, key=lambda choice: -choice.count)[:MOST_CHOICES]


def _table(name: str) -> Mapping[str, Entry]:
    return reference.subjects() if name == "subject" else reference.grades()
