"""House rules a linter does not know, each with its reason."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Rule:
    pattern: str
    where: str | tuple[str, ...]
    reason: str
    allowed: tuple[str, ...] = ()


EDGES = tuple(
    f"app/blueprints/**/{place}"
    for name in ("routes", "sockets")
    for place in (f"{name}*.py", f"{name}/**/*.py")
)  # a slice's edge is a module or, when it has grown, a package
RULES = [
    Rule(
        r"session\.commit\(",
        "app/**/*.py",
        "only unit_of_work() commits, so services compose in one transaction",
        ("app/core/uow.py",),
    ),
    Rule(
        r"\.get(_one)?\((?!_)[A-Z]\w+, [\w.]*\bid\b|\.get(_one)?\((?!_)[A-Z]\w+, [\w.]*_id\b",
        EDGES,
        "start from policy.visible_to: an id from an address may be anybody's",
    ),
    Rule(r"\|\s*safe\b", "app/templates/**/*.html", "HTML is cleaned in one place and arrives as Markup"),
    Rule(r"\bbackref=", "app/**/*.py", "write both sides, so that types know them"),
    Rule(r"style=\"", "app/templates/**/*.html", "the content security policy forbids inline styles"),
    Rule(r"\bon(click|change|submit|load)=", "app/templates/**/*.html", "the policy forbids inline scripts"),
    Rule(r"<script(?![^>]* src=)", "app/templates/**/*.html", "the policy forbids inline scripts"),
    Rule(
        r"datetime\.now\(|date\.today\(", "app/**/*.py", "one clock, frozen by tests", ("app/core/clock.py",)
    ),
    Rule(
        r"https?://(?!www\.w3\.org|127\.0\.0\.1|\{)", "app/templates/**/*.html", "school networks are closed"
    ),
    Rule(r"\.read_text\(\)", "app/**/*.py", "name the encoding: a school's machine may not speak UTF-8"),
    Rule(r"\babort\(", EDGES, "raise a domain error: one table maps it"),
]


def files_of(where: str | tuple[str, ...]) -> list[Path]:
    patterns = (where,) if isinstance(where, str) else where
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern)
def test_house_rule(rule: Rule) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files_of(rule.where)
        if str(path.relative_to(ROOT)) not in rule.allowed
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(rule.pattern, line)
    ]

    assert broken == [], rule.reason


def test_the_rules_of_edges_see_every_edge() -> None:
    """Whatever registers a route or a socket's handler is read, wherever its feature keeps it."""
    door = re.compile(r"@\w*bp\.(get|post|route)\(|\nasync def connect|\n *def connect\(self, sid")
    registering = {path for path in ROOT.glob("app/blueprints/**/*.py") if door.search(path.read_text())}

    assert len(registering) > 40
    assert registering <= set(files_of(EDGES))
