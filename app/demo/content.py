"""What was written for the demonstration: people, schools, preparations and the plans they wrote."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.reference import grades, subjects

FOLDER = Path(__file__).parent

Row = dict[str, Any]


@cache
def organisation() -> Row:
    """The groups, their schools and units, and who holds an office."""
    written: Row = json.loads((FOLDER / "data" / "organisation.json").read_text())
    return written


@cache
def people() -> list[Row]:
    """Everybody who works in one of the schools, in the order of the staff lists."""
    return _rows("people")


@cache
def preparations() -> list[Row]:
    """The joint preparations that have a text, with what was remarked and said about it."""
    return _rows("preparations")


def lesson_group_name(grade: str, subject: str) -> str:
    """三年级数学备课组"""
    return f"{grades()[grade].name}{subjects()[subject].name}备课组"


def plan(name: str) -> str:
    """The HTML of one lesson plan."""
    return (FOLDER / "plans" / f"{name}.html").read_text()


def plan_names() -> list[str]:
    return sorted(path.stem for path in (FOLDER / "plans").glob("*.html"))


def _rows(name: str) -> list[Row]:
    rows: list[Row] = json.loads((FOLDER / "data" / f"{name}.json").read_text())
    return rows
