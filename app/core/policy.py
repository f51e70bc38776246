"""One registry of who may do what. Rules are declared in <feature>/policy.py."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, has_app_context

from app.core.errors import Forbidden

Rule = TypeVar("Rule", bound=Callable[[Any, Any], bool])
_rules: dict[tuple[type, str], Callable[[Any, Any], bool]] = {}


class System:
    """The actor of what nobody in particular causes: imports of demo data, clean-up, indexing."""


SYSTEM = System()


def allow(target: type, *actions: str) -> Callable[[Rule], Rule]:
    """Register the decorated predicate as the rule for `actions` on `target`."""

    def register(rule: Rule) -> Rule:
        for action in actions:
            if (target, action) in _rules:
                raise RuntimeError(f"{target.__name__}.{action} already has a rule")
            _rules[target, action] = rule
        return rule

    return register


def can(actor: object, action: str, target: object) -> bool:
    """Whether `actor` may. An unknown action raises: a typo must not read as a refusal.

    SYSTEM may do what has a rule at all.
    """
    rule = _rules[type(target), action]
    return actor is SYSTEM or rule(actor, target)


def authorize(actor: object, action: str, target: object) -> None:
    """Let pass or raise Forbidden. The tests insist that every write came through here."""
    if has_app_context():
        g.authorized = True
    if not can(actor, action, target):
        raise Forbidden("你没有权限进行这项操作。")


def rules() -> frozenset[tuple[type, str]]:
    """Every (noun, action) that has a rule, for the tests that want each one covered."""
    return frozenset(_rules)
