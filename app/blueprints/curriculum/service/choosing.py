"""Step by step to a volume: stage, subject, edition, grade, volume; each step offers only what exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.reach import reach_of
from app.core.db import db
from app.reference import Entry

STEPS = ("stage", "subject", "edition", "grade", "volume")


@dataclass(frozen=True)
class Option:
    """One value of a step. `choice` are all arguments of the address that chooses it."""

    code: str
    chosen: bool
    count: int
    choice: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    name: str
    options: Sequence[Option]
    everything: Mapping[str, str]  # the arguments that choose nothing in this step


def steps(
    volumes: Sequence[CurriculumNode], chosen: Mapping[str, str], names: Sequence[str] = STEPS
) -> list[Step]:
    """What can be chosen; choosing in a step forgets the steps after it."""
    offered: list[Step] = []
    before: dict[str, str] = {}
    for name in names:
        offered.append(Step(name, _options(name, volumes, chosen, before), {**before, name: ""}))
        if chosen.get(name):
            before[name] = chosen[name]
            volumes = [volume for volume in volumes if getattr(volume, name) == chosen[name]]
    return offered


def narrowed(volumes: Sequence[CurriculumNode], chosen: Mapping[str, str]) -> list[CurriculumNode]:
    """The volumes that fit every step chosen."""
    wanted = {name: chosen[name] for name in STEPS if chosen.get(name)}
    return [
        volume for volume in volumes if all(getattr(volume, name) == code for name, code in wanted.items())
    ]


def usual_choice(actor: User, volumes: Sequence[CurriculumNode]) -> dict[str, str]:
    """Where a teacher most likely wants to begin: the subject and grade of a unit they belong to.

    Only as far as there are volumes: a page should not begin with nothing.
    """
    query = select(OrgUnit.subject, OrgUnit.grade).where(
        OrgUnit.id.in_(reach_of(actor).unit_ids), OrgUnit.subject.is_not(None)
    )
    first = db.session.execute(query.order_by(OrgUnit.grade.is_(None), OrgUnit.id).limit(1)).first()
    if first is None:
        return {}
    chosen: dict[str, str] = {}
    for name, code in zip(("subject", "grade"), first, strict=True):
        if code and narrowed(volumes, {**chosen, name: code}):
            chosen[name] = code
    return chosen


def _options(
    name: str, volumes: Sequence[CurriculumNode], chosen: Mapping[str, str], before: Mapping[str, str]
) -> list[Option]:
    tables: dict[str, Mapping[str, Entry]] = {
        "stage": reference.stages(),
        "subject": reference.subjects(),
        "edition": reference.editions(),
        "grade": reference.grades(),
        "volume": reference.volumes(),
    }
    codes = [getattr(volume, name) for volume in volumes]
    return [
        Option(code, code == chosen.get(name), codes.count(code), {**before, name: code})
        for code in tables[name]
        if code in codes
    ]
