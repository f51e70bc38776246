"""A refused form stands at the address of the POST: reloading that address must show the form again."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


def test_where_a_form_is_refused_there_it_can_be_opened(migrated_app: Flask) -> None:
    """By a GET of its own at the same address, or an alias of the page that holds the form."""
    rules = list(migrated_app.url_map.iter_rules())
    refusing = [(rule, refused) for rule in rules if (refused := _refused(migrated_app, rule))]
    homeless = [
        f"POST {rule.rule} shows {template}, GET does not"
        for rule, refused in refusing
        for template in sorted(refused - _opened(migrated_app, rules, rule.rule))
    ]

    assert len(refusing) > 30, "this test no longer sees how forms are refused"
    assert homeless == []


def _refused(app: Flask, rule: Rule) -> set[str]:
    """The pages a POST shows again with what was wrong."""
    if "POST" not in (rule.methods or ()):
        return set()
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    answers = [node for node in ast.walk(_tree(view)) if isinstance(node, ast.Tuple) and _is_refusal(node)]
    return {name for answer in answers for name in _templates(answer.elts[0], view)}


def _opened(app: Flask, rules: list[Rule], address: str) -> set[str]:
    views = [
        inspect.unwrap(app.view_functions[rule.endpoint])
        for rule in rules
        if rule.rule == address and "GET" in (rule.methods or ())
    ]
    return {name for view in views for name in _templates(_tree(view), view)}


def _is_refusal(answer: ast.Tuple) -> bool:
    """`page, 422` or `page, sent.status`."""
    status = answer.elts[-1]
    is_written = isinstance(status, ast.Constant) and status.value == 422
    return is_written or (isinstance(status, ast.Attribute) and status.attr == "status")


def _templates(node: ast.AST, view: Any) -> Iterator[str]:
    """What is rendered there, also by the functions of ours that are called."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        called = inspect.unwrap(view.__globals__.get(call.func.id))
        if call.func.id == "render_template":
            yield from (str(part.value) for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant))
        elif inspect.isfunction(called) and ".routes" in called.__module__:
            yield from _templates(_tree(called), called)


def _tree(function: Any) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))
