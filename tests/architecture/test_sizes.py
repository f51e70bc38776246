"""Small files and functions: what people admire, and what stops a second subject from moving into a room.

The numbers and their exceptions: docs/adr/0017-size-budgets.md.
"""

import ast
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent.parent
BUDGETS = {
    "app/**/*.py": 300,
    "tests/**/*.py": 400,
    "app/templates/**/*.html": 80,
    "app/static/src/**/*.ts": 150,
    "app/static/src/**/*.css": 150,
}


LONGEST_FUNCTION = {"app": 25, "tests": 60}  # lines from `def` to the end; a scenario is a story
MEDIAN = 60


@pytest.mark.parametrize("pattern", BUDGETS)
def test_no_file_passes_its_budget(pattern: str) -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.glob(pattern)
        if (lines := len(path.read_text().splitlines())) > BUDGETS[pattern]
    }

    assert too_long == {}


@pytest.mark.parametrize("folder", LONGEST_FUNCTION)
def test_no_function_passes_its_budget(folder: str) -> None:
    too_long = {
        f"{path.relative_to(ROOT)}: {node.name}": lines
        for path in ROOT.glob(f"{folder}/**/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION[folder]
    }

    assert too_long == {}


def test_most_files_are_small() -> None:
    sources = [path for pattern in BUDGETS if pattern.startswith("app/") for path in ROOT.glob(pattern)]

    assert median(len(path.read_text().splitlines()) for path in sources) <= MEDIAN


def test_no_nameless_modules() -> None:
    nameless = {"utils", "helpers", "common", "misc", "managers", "manager", "services", "repositories"}

    assert [str(path) for path in (ROOT / "app").rglob("*.py") if path.stem in nameless] == []
