"""Documentation that cannot rot: what exists is written down."""

import re
from pathlib import Path

from flask import Flask

from app.config import SERVED_AT, Settings
from app.core.outbox import Event

DOCS = Path(__file__).parent.parent.parent / "docs"
BLUEPRINTS = DOCS.parent / "app/blueprints"


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text()

    missing = [
        f"QINGLAN_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if f"`QINGLAN_{name.upper()}`" not in page or str(field.description) not in page
    ]
    missing += [name for name, (_given, meaning) in SERVED_AT.items() if f"| {meaning} |" not in page]
    assert missing == [], "run: .venv/bin/flask docs-settings > docs/settings.md"


def test_every_event_is_documented(migrated_app: Flask) -> None:
    page = (DOCS / "events.md").read_text()

    missing = [
        name
        for name, event in Event.registry.items()
        if event.__module__.startswith("app.") and f"`{name}`" not in page
    ]
    assert missing == [], "run: .venv/bin/flask docs-events > docs/events.md"


def test_every_feature_is_in_the_architecture_page() -> None:
    page = (DOCS / "architecture.md").read_text()
    features = [path.name for path in BLUEPRINTS.iterdir() if (path / "__init__.py").exists()]

    assert [feature for feature in features if f"`{feature}`" not in page] == []


def test_features_stand_on_what_the_architecture_page_says() -> None:
    """`lint-imports` keeps the order of the levels; this keeps each line of the table."""
    said = {
        feature: set(re.findall(r"`(\w+)`", stands_on))
        for feature, stands_on in re.findall(
            r"^\| `(\w+)` \|.*\| ([^|]*) \|$", (DOCS / "architecture.md").read_text(), re.MULTILINE
        )
    }
    imported = {
        feature: set().union(*map(_features_imported, (BLUEPRINTS / feature).rglob("*.py"))) - {feature}
        for feature in said
    }

    assert imported == said


def _features_imported(path: Path) -> set[str]:
    return set(re.findall(r"^\s*(?:from|import) app\.blueprints\.(\w+)", path.read_text(), re.MULTILINE))


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "adr").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
