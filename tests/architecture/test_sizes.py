"""Small files: what people admire, and what stops a second subject from moving into a room."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BUDGETS = {
    "app/**/*.py": 300,
    "tests/**/*.py": 400,
    "app/templates/**/*.html": 120,
    "app/static/src/**/*.ts": 150,
    "app/static/src/**/*.css": 150,
}


@pytest.mark.parametrize("pattern", BUDGETS)
def test_no_file_passes_its_budget(pattern: str) -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.glob(pattern)
        if (lines := len(path.read_text().splitlines())) > BUDGETS[pattern]
    }

    assert too_long == {}


def test_no_nameless_modules() -> None:
    nameless = {"utils", "helpers", "common", "misc", "managers", "manager", "services", "repositories"}

    assert [str(path) for path in (ROOT / "app").rglob("*.py") if path.stem in nameless] == []
