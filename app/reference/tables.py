"""The shipped lists, each read once from its file in `data/`, in the order of the file."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from app.reference.entries import (
    Edition,
    Entry,
    FileFormat,
    Grade,
    Honour,
    Level,
    Offer,
    ResourceType,
    Stage,
    Subject,
    Title,
)

FOLDER = Path(__file__).parent / "data"
SYSTEMS = ("63", "54")

E = TypeVar("E", bound=Entry)


@cache
def stages() -> Mapping[str, Stage]:
    """学段 by code."""
    return _table(Stage, "stages")


@cache
def grades(system: str = "63") -> Mapping[str, Grade]:
    """年级 by code (`k1`…`k3`, `g1`…`g12`) as the school system `63` or `54` counts them."""
    rows = (row for row in _read("grades") if row["system"] == system)
    return MappingProxyType({row["code"]: Grade(**_frozen(row)) for row in rows})


@cache
def subjects() -> Mapping[str, Subject]:
    """学科 by code."""
    return _table(Subject, "subjects")


@cache
def editions() -> Mapping[str, Edition]:
    """教材版本 by code."""
    return MappingProxyType({row["code"]: _edition(row) for row in _read("editions")})


@cache
def volumes() -> Mapping[str, Entry]:
    """册次 by code."""
    return _table(Entry, "volumes")


@cache
def lesson_types() -> Mapping[str, Entry]:
    """课型 by code."""
    return _table(Entry, "lesson_types")


@cache
def lesson_kinds() -> Mapping[str, Entry]:
    """听课类型 (推门课, 公开课 …) by code."""
    return _table(Entry, "lesson_kinds")


@cache
def resource_types() -> Mapping[str, ResourceType]:
    """资源类型 by code."""
    return _table(ResourceType, "resource_types")


@cache
def formats() -> Mapping[str, FileFormat]:
    """格式 by code."""
    return _table(FileFormat, "formats")


@cache
def titles() -> Mapping[str, Title]:
    """职称 by code."""
    return _table(Title, "titles")


@cache
def honours() -> Mapping[str, Honour]:
    """荣誉 by code."""
    return _table(Honour, "honours")


@cache
def activity_kinds() -> Mapping[str, Entry]:
    """联研 联教 联培 联评 联谊 联建 by code."""
    return _table(Entry, "activity_kinds")


@cache
def levels() -> Mapping[str, Level]:
    """级别 by code, from the lesson group up."""
    return _table(Level, "levels")


def editions_of(subject: str, stage: str) -> Mapping[str, Edition]:
    """The editions that cover a subject in a stage."""
    return {code: edition for code, edition in editions().items() if edition.offer(subject, stage)}


def _table(kind: type[E], name: str) -> Mapping[str, E]:
    return MappingProxyType({row["code"]: kind(**_frozen(row)) for row in _read(name)})


def _edition(row: dict[str, Any]) -> Edition:
    offers = tuple(Offer(**_frozen(offer)) for offer in row["offers"])
    return Edition(**_frozen(row | {"offers": offers}))


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))[
        "entries"
    ]
    return entries


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
