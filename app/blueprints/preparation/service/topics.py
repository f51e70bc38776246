"""Topics to begin with: those of a teacher's own subject and grade without asking, all others by search."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.curriculum import policy as curriculum_policy
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.service.finding import search_topics, topics_for, volumes_for
from app.blueprints.org.models import OrgUnit
from app.core import clock
from app.core.db import db


@dataclass(frozen=True)
class Shelf:
    """One volume with its topics in the order of the book."""

    volume: CurriculumNode
    topics: Sequence[CurriculumNode]
    is_current: bool  # of the term that is running


def shelves_for(actor: User, units: Sequence[OrgUnit]) -> list[Shelf]:
    """The volumes of the first unit that has a subject and a grade; the running term's volume first."""
    unit = next((unit for unit in units if unit.subject and unit.grade), None)
    if unit is None:
        return []
    volumes = {each.id: each for each in volumes_for(actor, subject=unit.subject, grade=unit.grade)}
    topics: dict[int, list[CurriculumNode]] = {}
    for topic in topics_for(actor, subject=unit.subject, grade=unit.grade):
        topics.setdefault(topic.volume_id, []).append(topic)
    now = _volume_of_the_term()
    shelves = [
        Shelf(volume, topics[number], volume.volume in {now, "whole"})
        for number, volume in volumes.items()
        if number in topics
    ]
    return sorted(shelves, key=lambda shelf: not shelf.is_current)


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
