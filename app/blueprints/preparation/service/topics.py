"""Topics to begin with: those of a teacher's own subject and grade without asking, all others by search."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum import policy as curriculum_policy
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.service.finding import search_topics, topics_for, volumes_for
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State
from app.core import clock
from app.core.db import db

MOST_VOLUMES = 60


@dataclass(frozen=True)
class ShelfUnit:
    """One unit of the opened volume; topics that stand in no unit come without."""

    node: CurriculumNode | None
    topics: Sequence[CurriculumNode]
    is_next: bool = False  # where the person's lesson groups have got to


@dataclass(frozen=True)
class Shelf:
    """The volumes of what somebody teaches, in the order of the school years; one of them open."""

    volumes: Sequence[CurriculumNode]
    opened: CurriculumNode | None
    units: Sequence[ShelfUnit]
    all_topics: int = 0


def shelf_for(actor: User, units: Sequence[OrgUnit], volume_id: int | None = None) -> Shelf:
    """Open at the volume asked for, else at the one the person most likely needs now."""
    places = _taught(actor, units)
    taught = [each for each in volumes_for(actor) if _rank(each, places) < len(places)][:MOST_VOLUMES]
    now = {_volume_of_the_term(), "whole"}
    likely = sorted(taught, key=lambda each: (each.volume not in now, _rank(each, places)))
    opened = next((each for each in taught if each.id == volume_id), None) or next(iter(likely), None)
    if opened is None:
        return Shelf((), None, ())
    of_subjects = [each.subject for each in likely]
    volumes = sorted(taught, key=lambda each: of_subjects.index(each.subject))
    topics = topics_for(actor, volume_id=opened.id)
    return Shelf(volumes, opened, _in_units(actor, topics), len(topics))


def _in_units(actor: User, topics: Sequence[CurriculumNode]) -> list[ShelfUnit]:
    grouped = [(unit, list(rows)) for unit, rows in groupby(topics, key=lambda topic: topic.parent)]
    at = _next_unit([rows for _unit, rows in grouped], _taken_up(actor, topics))
    return [ShelfUnit(unit, rows, number == at) for number, (unit, rows) in enumerate(grouped)]


def _next_unit(units: Sequence[Sequence[CurriculumNode]], taken_up: Collection[int]) -> int:
    """The last unit that was begun, or the one after it when nothing is left there.

    Not the first one with a gap: hardly any lesson group prepares every single topic together.
    """
    begun = [at for at, topics in enumerate(units) if any(topic.id in taken_up for topic in topics)]
    last = max(begun, default=0)
    is_through = all(topic.id in taken_up for topic in units[last]) if units else False
    return last + 1 if is_through and last + 1 < len(units) else last


def _taken_up(actor: User, topics: Sequence[CurriculumNode]) -> set[int]:
    """Topics that the person's own units are preparing or have prepared."""
    query = select(JointPreparation.node_id).where(
        JointPreparation.node_id.in_([topic.id for topic in topics]),
        JointPreparation.unit_id.in_(reach_of(actor).unit_ids),
        JointPreparation.state.not_in([State.PLANNED, State.CANCELLED]),
    )
    return {node_id for node_id in db.session.scalars(query) if node_id is not None}


def _taught(actor: User, units: Sequence[OrgUnit]) -> list[tuple[str, str | None]]:
    """Subjects and grades of the person's units, the one most units share first; without any grade: all."""
    own = reach_of(actor).unit_ids
    at_work = [unit for unit in units if unit.id in own and unit.subject] or [u for u in units if u.subject]
    graded = [unit for unit in at_work if unit.grade] or at_work
    times = Counter((unit.subject or "", unit.grade) for unit in graded)
    at_school = {(unit.subject or "", unit.grade) for unit in graded if unit.school_id}
    return sorted(times, key=lambda place: (place not in at_school, -times[place]))


def _rank(volume: CurriculumNode, places: Sequence[tuple[str, str | None]]) -> int:
    """How near a volume is to what the person teaches; len(places): not at all."""
    fitting = (
        at
        for at, (subject, grade) in enumerate(places)
        if subject == volume.subject and grade in {None, volume.grade}
    )
    return next(fitting, len(places))


def topics_found(actor: User, words: str) -> Sequence[CurriculumNode]:
    return search_topics(actor, words) if words else ()


def topic(actor: User, node_id: int | None) -> CurriculumNode | None:
    """The chosen topic, if the person may see it."""
    if node_id is None:
        return None
    query = curriculum_policy.visible_to(actor).where(CurriculumNode.archived_at.is_(None))
    return db.session.scalars(query.where(CurriculumNode.id == node_id)).one_or_none()


def units_by_fit(units: Sequence[OrgUnit], node: CurriculumNode) -> list[OrgUnit]:
    """The unit that teaches this subject and grade first."""
    return sorted(
        units, key=lambda unit: (unit.subject != node.subject, unit.grade not in {node.grade, None})
    )


def _volume_of_the_term() -> str:
    return "second" if 2 <= clock.today().month <= 7 else "first"
