"""Topics to begin with: those of a teacher's own subject and grade without asking, all others by search."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.curriculum import policy as curriculum_policy
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.service.finding import search_topics, topics_of, volumes_for
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.reach import reach_of
from app.core import clock
from app.core.db import db

MOST_SHELVES = 8


@dataclass(frozen=True)
class Shelf:
    """One volume with its topics in the order of the book."""

    volume: CurriculumNode
    topics: Sequence[CurriculumNode]
    is_current: bool  # of the term that is running


def shelves_for(actor: User, units: Sequence[OrgUnit]) -> list[Shelf]:
    """The volumes of all grades the person teaches a subject in; the running term's first."""
    places = _taught(actor, units)
    now = _volume_of_the_term()
    volumes = [each for each in volumes_for(actor) if _rank(each, places) < len(places)]
    volumes.sort(key=lambda each: (each.volume not in {now, "whole"}, _rank(each, places)))
    topics: dict[int, list[CurriculumNode]] = {}
    for topic in topics_of(actor, volumes[:MOST_SHELVES]):
        topics.setdefault(topic.volume_id, []).append(topic)
    return [
        Shelf(volume, topics[volume.id], volume.volume in {now, "whole"})
        for volume in volumes
        if volume.id in topics
    ]


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
