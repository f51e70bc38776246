"""A district with a group of two schools, a foreign school, and a person in each role."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.blueprints.accounts.models import User
from app.blueprints.org.models import (
    Affiliation,
    Membership,
    MembershipRole,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    UnitKind,
)
from tests.factories import Make

LONG_AGO = date(2020, 9, 1)


@dataclass
class World:
    """青禾 leads 柳溪 in a group; 远山 is in no group. `people` by what they are."""

    make: Make
    root: OrgUnit
    group: OrgUnit
    lead: OrgUnit
    member: OrgUnit
    stranger: OrgUnit
    maths: OrgUnit  # 数学教研组 of the lead school
    third: OrgUnit  # 三年级数学备课组 below it
    membership: Membership  # of 柳溪
    people: dict[str, User] = field(default_factory=dict)

    def person(self, unit: OrgUnit, role: Role = Role.TEACHER, **given: Any) -> User:
        person = self.make.user(**given)
        self.affiliate(person, unit, role)
        return person

    def affiliate(self, person: User, unit: OrgUnit, role: Role = Role.TEACHER, **given: Any) -> Affiliation:
        values = {"user_id": person.id, "unit_id": unit.id, "role": role, "from_date": LONG_AGO}
        return self.make.store(Affiliation(**values | given))


def make_world(make: Make) -> World:
    root = make_unit(make, UnitKind.DISTRICT, "望山县", None)
    group = make.store(SchoolGroup(name="青禾教育集团", short_name="青禾集团"))
    group_unit = make_unit(make, UnitKind.GROUP, group.name, root, group_id=group.id)
    lead, member, stranger = (
        make_school(make, root, name) for name in ("青禾实验小学", "柳溪小学", "远山小学")
    )
    roles = ((lead, MembershipRole.LEAD), (member, MembershipRole.MEMBER))
    _, second = (
        make.store(Membership(group_id=group.id, school_id=unit.school_id, role=role, from_date=LONG_AGO))
        for unit, role in roles
    )
    maths = make_unit(
        make, UnitKind.SUBJECT_GROUP, "数学教研组", lead, school_id=lead.school_id, subject="mathematics"
    )
    third = make_unit(
        make,
        UnitKind.LESSON_GROUP,
        "三年级数学备课组",
        maths,
        school_id=lead.school_id,
        subject="mathematics",
        grade="g3",
    )
    world = World(make, root, group_unit, lead, member, stranger, maths, third, second)
    _staff(world)
    return world


def make_school(make: Make, root: OrgUnit, name: str) -> OrgUnit:
    school = make.store(School(name=name, short_name=name[:2]))
    return make_unit(make, UnitKind.SCHOOL, name, root, school_id=school.id)


def make_unit(make: Make, kind: UnitKind, name: str, parent: OrgUnit | None, **given: Any) -> OrgUnit:
    unit = make.store(OrgUnit(kind=kind, name=name, parent_id=parent.id if parent else None, **given))
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return make.store(unit)


def _staff(world: World) -> None:
    places = {
        "installation admin": (world.root, Role.ADMIN),
        "group admin": (world.group, Role.ADMIN),
        "group head": (world.group, Role.GROUP_HEAD),
        "group office": (world.group, Role.GROUP_OFFICE),
        "school head": (world.lead, Role.SCHOOL_HEAD),
        "academic director": (world.lead, Role.ACADEMIC_DIRECTOR),
        "subject leader": (world.maths, Role.SUBJECT_LEADER),
        "lesson group leader": (world.third, Role.LESSON_GROUP_LEADER),
        "teacher": (world.third, Role.TEACHER),
        "partner": (world.member, Role.TEACHER),
        "partner head": (world.member, Role.SCHOOL_HEAD),
        "stranger": (world.stranger, Role.TEACHER),
        "stranger head": (world.stranger, Role.SCHOOL_HEAD),
    }
    for name, (unit, role) in places.items():
        world.people[name] = world.person(unit, role, name=f"老师{len(world.people) + 1}")
