"""Choosing one topic for something else: subject and grade, then a volume, then the topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.service.choosing import Step, narrowed, steps, usual_choice
from app.blueprints.curriculum.service.finding import Branch, search_topics, tree_of, volumes_for

STEPS = ("subject", "grade")


@dataclass(frozen=True)
class Picking:
    """What the picker shows: steps, the volumes that fit, the opened one's tree or the topics found."""

    words: str
    steps: Sequence[Step]
    chosen: Mapping[str, str]
    volumes: Sequence[CurriculumNode]
    tree: Branch | None
    topics: Sequence[CurriculumNode] | None


def picking(actor: User, asked: Mapping[str, str]) -> Picking:
    """`asked` are arguments of the address: q, subject, grade, volume_id; nothing asked: the usual place."""
    words = asked.get("q", "").strip()
    chosen = {name: asked[name] for name in STEPS if asked.get(name)}
    volumes = volumes_for(actor)
    if not any(name in asked for name in (*STEPS, "q", "volume_id")):
        chosen = usual_choice(actor, volumes)
    fitting = narrowed(volumes, chosen) if chosen else []
    return Picking(
        words=words,
        steps=steps(volumes, chosen, STEPS),
        chosen=chosen,
        volumes=fitting,
        tree=_opened(volumes, fitting, asked.get("volume_id", "")),
        topics=search_topics(actor, words) if words else None,
    )


def _opened(
    volumes: Sequence[CurriculumNode], fitting: Sequence[CurriculumNode], volume_id: str
) -> Branch | None:
    for volume in volumes:
        if str(volume.id) == volume_id:
            return tree_of(volume)
    return tree_of(fitting[0]) if len(fitting) == 1 else None
