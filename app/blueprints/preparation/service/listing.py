"""Lists of preparations: by tab and filter, with what a row shows loaded along."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import joinedload, selectinload

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit, School
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import SETTLED, UNDER_WAY, State
from app.core.db import db
from app.core.pagination import Page, paginate


class Tab(enum.StrEnum):
    UNDER_WAY = "under_way"
    MINE = "mine"
    FINALIZED = "finalized"
    ALL = "all"


@dataclass(frozen=True)
class Choices:
    """What a person can filter by: only what they see at all."""

    subjects: Sequence[str] = ()
    grades: Sequence[str] = ()
    schools: Sequence[School] = ()
    units: Sequence[OrgUnit] = ()


@dataclass(frozen=True)
class Filters:
    """Codes and ids as they stand in the address; empty: all."""

    subject: str = ""
    grade: str = ""
    school_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None  # who takes part; only by link, not in the form

    @property
    def any(self) -> bool:
        return bool(self.subject or self.grade or self.school_id or self.unit_id or self.person_id)


def list_preparations(actor: User, tab: Tab, filters: Filters, number: int) -> Page[JointPreparation]:
    query = with_row_parts(_filtered(_in_tab(actor, tab), filters))
    return paginate(query.order_by(*_order(tab)), number)


def list_to_export(actor: User, tab: Tab, filters: Filters, most: int) -> Sequence[JointPreparation]:
    """Those of the same list that have a text, as many as fit into one file."""
    query = _filtered(_in_tab(actor, tab), filters).where(JointPreparation.document_id.is_not(None))
    return db.session.scalars(with_row_parts(query).order_by(*_order(tab)).limit(most)).all()


def with_row_parts(query: Select[JointPreparation]) -> Select[JointPreparation]:
    """What a row of a list shows, in two queries for any number of rows."""
    return query.options(
        joinedload(JointPreparation.lead_preparer),
        joinedload(JointPreparation.unit).joinedload(OrgUnit.school),
        selectinload(JointPreparation.participants).joinedload(Participant.user),
    )


def nearest_first() -> tuple[SQLColumnExpression[Any], ...]:
    """Those with a text before those that are only planned, the nearest discussion first."""
    is_planned, at = JointPreparation.state == State.PLANNED, JointPreparation.discuss_at
    return is_planned, at.is_(None), at, JointPreparation.id.desc()


def choices_for(actor: User) -> Choices:
    visible = policy.visible_to(actor).with_only_columns(
        JointPreparation.subject, JointPreparation.grade, JointPreparation.unit_id
    )
    rows = db.session.execute(visible.distinct()).all()
    units = db.session.scalars(
        select(OrgUnit)
        .where(OrgUnit.id.in_({row.unit_id for row in rows}))
        .options(joinedload(OrgUnit.school))
    ).all()
    units = sorted(units, key=_as_schools_go)
    return Choices(
        subjects=_in_order({row.subject for row in rows}, reference.subjects()),
        grades=_in_order({row.grade for row in rows}, reference.grades()),
        schools=list(dict.fromkeys(unit.school for unit in units if unit.school)),
        units=units,
    )


def _as_schools_go(unit: OrgUnit) -> tuple[int, int, int, int]:
    """School by school, in it by subject and grade; those for all grades of a subject first."""
    subjects, grades = list(reference.subjects()), list(reference.grades())
    subject = subjects.index(unit.subject) if unit.subject in subjects else -1
    grade = grades.index(unit.grade) if unit.grade in grades else -1
    return unit.school_id or 0, subject, grade, unit.id


def twins_among(preparations: Sequence[JointPreparation]) -> set[int]:
    """Rows that would read the same: the same title in the same unit. A list tells them apart."""
    times = Counter((each.title, each.unit_id) for each in preparations)
    return {each.id for each in preparations if times[each.title, each.unit_id] > 1}


def named_in(rows: Sequence[JointPreparation], filters: Filters) -> User | None:
    """Whose preparations are listed, where it is one person's."""
    part = rows[0].participant(filters.person_id) if rows and filters.person_id else None
    return part.user if part else None


def _in_tab(actor: User, tab: Tab) -> Select[JointPreparation]:
    visible = policy.visible_to(actor)
    if tab is Tab.UNDER_WAY:
        return visible.where(JointPreparation.state.in_(list(UNDER_WAY)))
    if tab is Tab.MINE:
        return visible.where(JointPreparation.lead_preparer_id == actor.id)
    if tab is Tab.FINALIZED:
        return visible.where(JointPreparation.state.in_(list(SETTLED)))
    return visible


def _order(tab: Tab) -> tuple[SQLColumnExpression[Any], ...]:
    """Under way: what is next first. Else: the newest first."""
    if tab is Tab.UNDER_WAY:
        return nearest_first()
    latest = func.coalesce(JointPreparation.finalized_at, JointPreparation.created_at)
    return latest.desc(), JointPreparation.id.desc()


def _filtered(query: Select[JointPreparation], filters: Filters) -> Select[JointPreparation]:
    if filters.subject:
        query = query.where(JointPreparation.subject == filters.subject)
    if filters.grade:
        query = query.where(JointPreparation.grade == filters.grade)
    if filters.unit_id:
        query = query.where(JointPreparation.unit_id == filters.unit_id)
    if filters.school_id:
        of_school = select(OrgUnit.id).where(OrgUnit.school_id == filters.school_id)
        query = query.where(JointPreparation.unit_id.in_(of_school))
    if filters.person_id:
        parts = select(Participant.preparation_id).where(Participant.user_id == filters.person_id)
        query = query.where(JointPreparation.id.in_(parts))
    return query


def _in_order(codes: set[str], table: Mapping[str, object]) -> list[str]:
    ranks = {code: at for at, code in enumerate(table)}
    return sorted(codes, key=lambda code: (ranks.get(code, 999), code))
