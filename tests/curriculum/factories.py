"""Schools with people, and curriculum trees, for the tests of this feature."""

from dataclasses import dataclass
from datetime import date

from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode, NodeKind
from app.blueprints.curriculum.service.loading import load_shipped
from app.blueprints.curriculum.service.naming import pinyin_of
from app.blueprints.org.models import (
    Affiliation,
    Membership,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    UnitKind,
)
from app.core.uow import unit_of_work
from tests.factories import Make

LONG_AGO = date(2020, 9, 1)
FRACTIONS = "pep-2012-mathematics-g3-first"


@dataclass(frozen=True)
class World:
    """A group with a lead school and a member, and a school that is in no group."""

    root: OrgUnit
    group: OrgUnit
    lead: OrgUnit
    member: OrgUnit
    stranger: OrgUnit
    maths: OrgUnit  # 数学教研组 of the lead school
    office: OrgUnit  # 教务处 of the lead school


def make_world(make: Make) -> World:
    root = _unit(make, UnitKind.DISTRICT, "望山县", None)
    group = make.store(SchoolGroup(name="青禾教育集团", short_name="青禾"))
    group_unit = _unit(make, UnitKind.GROUP, group.name, root, group_id=group.id)
    schools = []
    for name in ("青禾实验小学", "柳溪小学", "远山小学"):
        school = make.store(School(name=name, short_name=name[:2]))
        schools.append(_unit(make, UnitKind.SCHOOL, name, root, school_id=school.id))
        if name != "远山小学":
            make.store(Membership(group_id=group.id, school_id=school.id, from_date=LONG_AGO))
    lead, member, stranger = schools
    maths = _unit(
        make, UnitKind.SUBJECT_GROUP, "数学教研组", lead, school_id=lead.school_id, subject="mathematics"
    )
    office = _unit(make, UnitKind.DEPARTMENT, "教务处", lead, school_id=lead.school_id)
    return World(root, group_unit, lead, member, stranger, maths, office)


def make_person(make: Make, unit: OrgUnit, role: Role = Role.TEACHER) -> User:
    person = make.user()
    make.store(Affiliation(user_id=person.id, unit_id=unit.id, role=role, from_date=LONG_AGO))
    return person


def ship(app: Flask, *keys: str) -> None:
    """Load shipped volumes as `flask curriculum-load` does."""
    with app.app_context(), unit_of_work():
        load_shipped(keys or (FRACTIONS,))


def make_volume(make: Make, owner: OrgUnit | None = None, **given: object) -> CurriculumNode:
    """A volume of two units with two topics each."""
    volume = make_node(make, None, NodeKind.VOLUME, "数学 三年级上册 人教版", 1, owner, **given)
    for at, unit_name in enumerate(("测量", "分数的初步认识"), start=1):
        unit = make_node(make, volume, NodeKind.UNIT, unit_name, at, owner, **given)
        for below, topic in enumerate(("认识", "练习"), start=1):
            make_node(make, unit, NodeKind.TOPIC, f"{unit_name}:{topic}", below, owner, **given)
    return volume


def make_node(
    make: Make,
    parent: CurriculumNode | None,
    kind: NodeKind,
    name: str,
    position: int,
    owner: OrgUnit | None,
    **given: object,
) -> CurriculumNode:
    place = {
        "stage": "primary", "subject": "mathematics", "grade": "g3",
        "edition": "pep", "volume": "first", "revision_year": 2012,
    }  # fmt: skip
    node = CurriculumNode(
        kind=kind,
        name=name,
        name_pinyin=pinyin_of(name),
        position=position,
        parent_id=parent.id if parent else None,
        owner_unit_id=owner.id if owner else None,
        **(place | given),
    )
    make.store(node)
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    return make.store(node)


def _unit(make: Make, kind: UnitKind, name: str, parent: OrgUnit | None, **given: object) -> OrgUnit:
    unit = make.store(OrgUnit(kind=kind, name=name, parent_id=parent.id if parent else None, **given))
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return make.store(unit)
