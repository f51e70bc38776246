"""What was written for the demonstration: people, schools, preparations and the plans they wrote."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.reference import grades, subjects

FOLDER = Path(__file__).parent
ALL_SUBJECTS = "all_subjects"  # who teaches a small class everything

Row = dict[str, Any]


@cache
def organisation() -> Row:
    """The groups, their schools and units, and who holds an office."""
    written: Row = json.loads((FOLDER / "data" / "organisation.json").read_text(encoding="utf-8"))
    return written


@cache
def people() -> list[Row]:
    """Everybody who works in one of the schools, in the order of the staff lists."""
    return _rows("people")


@cache
def preparations() -> list[Row]:
    """The joint preparations that have a text, with what was remarked and said about it."""
    return _rows("preparations")


@cache
def agenda() -> list[Row]:
    """What is only planned so far, or was called off: nothing is written about it."""
    return _rows("agenda")


@cache
def comments() -> dict[str, list[Row]]:
    """What is said beside the plans, by preparation: a quote, and what was said about it in turn."""
    written: dict[str, list[Row]] = json.loads(
        (FOLDER / "data" / "comments.json").read_text(encoding="utf-8")
    )
    return written


@cache
def suggestions() -> dict[str, list[Row]]:
    """What is suggested in the plans, by preparation: behind which words, and what became of it."""
    written: dict[str, list[Row]] = json.loads(
        (FOLDER / "data" / "suggestions.json").read_text(encoding="utf-8")
    )
    return written


@cache
def joint_groups() -> list[Row]:
    """The lesson groups across schools: for each grade and subject, its teachers who prepare it together.

    A guest (the science teacher at a composition about experiments) takes part without belonging there.
    """
    groups: dict[str, Row] = {}
    for row in preparations() + agenda():
        key, above = unit_of(row), _research_group(row)
        if key == above["key"]:
            continue
        teaches = {"grade": row["grade"], "subject": row["subject"]}
        group = groups.setdefault(key, {"key": key, "above": above["key"], **teaches, "members": []})
        group["members"] += [
            each
            for each in people_of(row)
            if each not in group["members"] and taught_by(each) in {row["subject"], ALL_SUBJECTS}
        ]
    return [group | {"leader": _leader_among(group)} for group in groups.values()]


def taught_by(account: str) -> str:
    """The subject of a teacher."""
    return str(next(row["subject"] for row in people() if row["account"] == account))


def people_of(preparation: Row) -> list[str]:
    """The account names of all who take part, the lead preparer first."""
    return [preparation["lead"], *preparation["participants"]]


def unit_of(preparation: Row) -> str:
    """The key of the unit in whose name it is prepared: small subjects do it in their research group."""
    above = _research_group(preparation)
    if above["subject"] is None:
        return str(above["key"])
    return f"{above['group']}/{preparation['subject']}/{preparation['grade']}"


def _research_group(preparation: Row) -> Row:
    """The research group across schools that covers the subject, in the group that has the grade."""
    key = "lishi" if preparation["grade"] in {"g7", "g8", "g9"} else "qinghe"
    group = next(row for row in organisation()["groups"] if row["key"] == key)
    found = next(row for row in group["research_groups"] if preparation["subject"] in row["covers"])
    return {**found, "group": key, "key": f"{key}/{found['name']}"}


def _leader_among(group: Row) -> str:
    """Who leads the same lesson group at home, or else the first lead preparer."""
    at_home = {
        unit["leader"]
        for school in organisation()["schools"]
        for unit in school["lesson_groups"]
        if (unit["grade"], unit["subject"]) == (group["grade"], group["subject"])
    }
    members: list[str] = group["members"]
    return next((account for account in members if account in at_home), members[0])


def lesson_name(grade: str, subject: str) -> str:
    """三年级数学"""
    return f"{grades()[grade].name}{subjects()[subject].name}"


def plan(name: str) -> str:
    """The HTML of one lesson plan."""
    return (FOLDER / "plans" / f"{name}.html").read_text(encoding="utf-8")


def plan_names() -> list[str]:
    return sorted(path.stem for path in (FOLDER / "plans").glob("*.html"))


def _rows(name: str) -> list[Row]:
    rows: list[Row] = json.loads((FOLDER / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return rows
