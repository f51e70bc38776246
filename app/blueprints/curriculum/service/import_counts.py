"""A person's uploads as a list: how much each holds is counted where the rows are; none of them is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import defer, joinedload

from app.blueprints.curriculum.models import CurriculumImport
from app.core.db import db

SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """One upload, and how many rows it has: in all, of each effect, to be corrected."""

    batch: CurriculumImport
    rows: int
    added: int
    changed: int
    bad: int


def latest(imports: Select[CurriculumImport]) -> Sequence[Listed]:
    newest_first = imports.order_by(CurriculumImport.id.desc()).limit(SHOWN)
    shown = newest_first.options(joinedload(CurriculumImport.owner_unit), defer(CurriculumImport.rows))
    batches = db.session.scalars(shown).all()
    counts = _counts([batch.id for batch in batches])
    return [Listed(batch, *counts.get(batch.id, (0, 0, 0, 0))) for batch in batches]


def _counts(ids: Sequence[int]) -> Mapping[int, tuple[int, int, int, int]]:
    unpack = func.json_each if db.is_sqlite else func.json_array_elements
    unpacked = unpack(CurriculumImport.rows).table_valued("value")
    effect, bad = _text(unpacked.c.value, "effect"), _is_bad(unpacked.c.value)
    counting = (
        select(
            CurriculumImport.id,
            func.count(),
            _number_of(and_(~bad, effect == "added")),
            _number_of(and_(~bad, effect == "changed")),
            _number_of(bad),
        )
        .join(unpacked, true())
        .where(CurriculumImport.id.in_(ids))
        .group_by(CurriculumImport.id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in db.session.execute(counting)}


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _is_bad(row: ColumnElement[Any]) -> ColumnElement[bool]:
    """As models.CurriculumImport.bad_rows says: rows of an older release have one reason, not a list."""
    if db.is_sqlite:
        reasons = func.json_array_length(row, "$.reasons")
    else:
        reasons = func.json_array_length(row.op("->")("reasons"))
    return or_(func.coalesce(reasons, 0) > 0, func.coalesce(_text(row, "reason"), "") != "")


def _text(row: ColumnElement[Any], name: str) -> ColumnElement[str]:
    return func.json_extract(row, f"$.{name}") if db.is_sqlite else row.op("->>")(name)
