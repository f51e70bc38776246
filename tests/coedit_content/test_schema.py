"""The server and the editor name the same nodes and marks, or documents lose content."""

import re
from pathlib import Path

import pytest

from app.blueprints.coedit.text import schema

EDITORS = Path(__file__).parents[2] / "app/static/src/editor/schema.ts"
pytestmark = pytest.mark.skipif(not EDITORS.exists(), reason="no editor yet")


def names(constant: str) -> set[str]:
    match = re.search(rf"export const {constant} = \[(.*?)\]", EDITORS.read_text(), re.DOTALL)
    assert match, f"schema.ts exports no {constant}"
    return set(re.findall(r'"(\w+)"', match[1]))


def test_nodes_and_marks_are_those_of_the_editor() -> None:
    assert names("NODES") == set(schema.NODES)
    assert names("MARKS") == set(schema.MARKS)


def test_the_version_is_that_of_the_editor() -> None:
    assert f"SCHEMA_VERSION = {schema.SCHEMA_VERSION};" in EDITORS.read_text()
