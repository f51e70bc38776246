"""Whoever reads the audit log reads sentences: every recorded action has one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.web.audit_words import recorded_actions

ROOT = Path(__file__).parent.parent.parent
HELPERS = {"_note", "note_failure"}  # pass the action on to audit.record


def recorded() -> Iterator[tuple[str, str | None]]:
    """Where something is recorded, and the action if it is written there."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        module = ast.parse(path.read_text())
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and call.args:
                place = f"{path.relative_to(ROOT)}:{call.lineno}"
                if ast.unparse(call.func) == "audit.record":
                    yield from ((place, action) for action in actions_in(call.args[0], module))
                elif ast.unparse(call.func).rpartition(".")[2] in HELPERS:
                    strings = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
                    yield from ((place, word) for word in strings if isinstance(word, str) and "." in word)


def actions_in(argument: ast.expr, module: ast.Module) -> list[str | None]:
    if isinstance(argument, ast.Name) and argument.id == "action":
        return []  # a helper
    if isinstance(argument, ast.Subscript):
        return [*words_of_table(ast.unparse(argument.value), module)] or [None]
    return [argument.value if isinstance(argument, ast.Constant) else None]  # type: ignore[list-item]


def words_of_table(name: str, module: ast.Module) -> Iterator[str]:
    """The actions in a table of the same module."""
    for table in module.body:
        if isinstance(table, ast.AnnAssign) and ast.unparse(table.target) == name:
            found = [part.value for part in ast.walk(table) if isinstance(part, ast.Constant)]
            yield from (word for word in found if isinstance(word, str))


def test_every_recorded_action_has_a_sentence(migrated_app: Flask) -> None:
    found = list(recorded())
    known = set(recorded_actions())

    assert [place for place, action in found if action is None] == [], "write the action as a literal"
    assert [(place, action) for place, action in found if action not in known] == []
    assert known - {action for _place, action in found} == set(), "nobody records it any more"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_can_be_filled_in(migrated_app: Flask, language: str) -> None:
    from app.web.audit_words import sentence

    with migrated_app.test_request_context():
        from flask import session

        session["language"] = language
        for action in recorded_actions():
            read = sentence(action, whom="<whom>", note="<note>")
            assert "%(" not in read, action
