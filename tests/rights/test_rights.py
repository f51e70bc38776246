"""Every request of every table, in everybody's name; and no endpoint without a line in a table."""

import re

import pytest
from flask import Flask

from tests.rights import accounts, coedit, curriculum, organisation, preparation, surroundings
from tests.rights.conftest import Reception
from tests.rights.table import Row, Table

TABLES = [module.TABLE for module in (accounts, coedit, curriculum, organisation, preparation, surroundings)]
LINES = [(table, row) for table in TABLES for row in table.rows]


@pytest.mark.parametrize(("table", "row"), LINES, ids=[row.what for _table, row in LINES])
def test_who_gets_which_answer(reception: Reception, table: Table, row: Row) -> None:
    """In the same state of things each time, so that a refusal cannot have another reason."""
    said = {who: row.status_for(who) for who in row.asked_of(table.cast)}

    assert {who: reception.ask(row, who) for who in said} == said


def test_every_endpoint_stands_in_the_table_of_its_feature(migrated_app: Flask) -> None:
    """A new one costs a line in tests/rights/. Public ones are named in tests/architecture/."""
    adapter = migrated_app.url_map.bind("127.0.0.1")
    asked = set()
    for table, row in LINES:
        endpoint, _arguments = adapter.match(path_of(row), method=row.method.upper())
        assert endpoint.partition(".")[0] in table.blueprints, f"{endpoint} is in another feature's table"
        asked.add(endpoint)
    served = {
        rule.endpoint
        for rule in migrated_app.url_map.iter_rules()
        if getattr(migrated_app.view_functions[rule.endpoint], "access", "") != "public"
    } - {"static"}

    assert served - asked == set()


def test_every_method_of_an_endpoint_is_asked(migrated_app: Flask) -> None:
    several = [
        rule.endpoint
        for rule in migrated_app.url_map.iter_rules()
        if len((rule.methods or set()) - {"HEAD", "OPTIONS"}) > 1
    ]

    assert several == [], "one endpoint, one method: otherwise the tables could forget one"


@pytest.mark.parametrize("table", TABLES, ids=[min(table.blueprints) for table in TABLES])
def test_every_table_asks_those_outside(table: Table) -> None:
    assert {"guest", "suspended"} <= set(table.cast)
    assert {"stranger", "stranger head"} & set(table.cast)


def path_of(row: Row) -> str:
    """With something in the place of each name that the address accepts there."""
    return re.sub(r"\{digest\}", "0" * 64, re.sub(r"\{(?!digest)[^}]*\}", "1", row.path.partition("?")[0]))
