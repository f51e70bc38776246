"""Groups, schools and the tree of their units."""

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select

from app.blueprints.org.models import (
    Campus,
    GovernanceMode,
    GroupKind,
    Membership,
    MembershipRole,
    OrgUnit,
    School,
    SchoolGroup,
    SchoolPeriod,
    Term,
    UnitKind,
    Week,
)
from app.core.db import db
from app.demo import content
from app.demo.content import Row
from app.demo.load.calendar import SchoolTerm

LESSON_STARTS = {
    "primary": (40, ("08:30", "09:20", "10:20", "11:10", "14:00", "14:50", "15:40")),
    "junior_middle": (45, ("08:00", "08:55", "10:05", "11:00", "14:00", "14:55", "15:50", "16:45")),
}


@dataclass
class Organisation:
    """What was made, by the keys of the files: "qh", "qh/教务处", "qh/chinese/g3", "qinghe/office"."""

    groups: dict[str, SchoolGroup] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    units: dict[str, OrgUnit] = field(default_factory=dict)

    def add_unit(self, key: str, kind: UnitKind, name: str, *, below: str, **codes: str | None) -> OrgUnit:
        """Hang a unit into the tree; its group and school are those of the unit above."""
        parent = self.units[below]
        unit = OrgUnit(
            kind=kind,
            name=name,
            parent=parent,
            group=self.groups.get(key, parent.group),
            school=self.schools.get(key, parent.school),
            position=len(self.units),
            **codes,
        )
        db.session.add(unit)
        self.units[key] = unit
        return unit


def load_schools(terms: list[SchoolTerm]) -> Organisation:
    written = content.organisation()
    made = Organisation()
    made.units["district"] = _root(written["district"]["name"])
    for row in written["groups"]:
        _load_group(made, row, terms)
    for row in written["schools"]:
        _load_school(made, row)
    for row in content.joint_groups():
        _add_joint_group(made, row)
    _settle_paths(made)
    return made


def _settle_paths(made: Organisation) -> None:
    """Give every unit its path, once its id is known; parents were added before their children."""
    db.session.flush()
    for unit in made.units.values():
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.id}/"


def _root(name: str) -> OrgUnit:
    root = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == UnitKind.DISTRICT)).first()
    if root is None:
        root = OrgUnit(kind=UnitKind.DISTRICT, name=name)
        db.session.add(root)
    return root


def _load_group(made: Organisation, row: Row, terms: list[SchoolTerm]) -> None:
    key = row["key"]
    group = SchoolGroup(
        name=row["name"],
        short_name=row["short_name"],
        kind=GroupKind(row["kind"]),
        mode=GovernanceMode(row["mode"]),
        introduction=row["introduction"],
    )
    db.session.add(group)
    made.groups[key] = group
    made.add_unit(key, UnitKind.GROUP, row["name"], below="district")
    for unit in row["units"]:
        kind, subject = UnitKind(unit["kind"]), unit.get("subject")
        made.add_unit(f"{key}/{unit['key']}", kind, unit["name"], below=key, subject=subject)
    for unit in row["research_groups"]:
        name, subject = unit["name"], unit["subject"]
        made.add_unit(f"{key}/{name}", UnitKind.SUBJECT_GROUP, name, below=key, subject=subject)
    db.session.add_all(_term(group, term) for term in terms)


def _term(group: SchoolGroup, term: SchoolTerm) -> Term:
    weeks = [
        Week(week_no=week.no, starts_on=week.starts_on, kind=week.kind, note=week.note) for week in term.weeks
    ]
    return Term(
        group=group,
        school_year=term.school_year,
        no=term.no,
        start_date=term.start_date,
        end_date=term.end_date,
        weeks=weeks,
    )


def _load_school(made: Organisation, row: Row) -> None:
    key = row["key"]
    school = School(name=row["name"], short_name=row["short_name"], stages=row["stages"])
    db.session.add(school)
    made.schools[key] = school
    made.add_unit(key, UnitKind.SCHOOL, row["name"], below="district")
    _join_group(made, row)
    db.session.add_all(Campus(school=school, **campus) for campus in row["campuses"])
    db.session.flush()  # periods know their school by id
    db.session.add_all(_periods(school, row["day"]))
    for name in row["departments"]:
        made.add_unit(f"{key}/{name}", UnitKind.DEPARTMENT, name, below=key)
    for unit in row["subject_groups"]:
        made.add_unit(
            f"{key}/{unit['name']}", UnitKind.SUBJECT_GROUP, unit["name"], below=key, subject=unit["subject"]
        )
    for unit in row["lesson_groups"]:
        _add_lesson_group(made, row, unit)


def _join_group(made: Organisation, row: Row) -> None:
    since = next(group["since"] for group in content.organisation()["groups"] if group["key"] == row["group"])
    db.session.add(
        Membership(
            group=made.groups[row["group"]],
            school=made.schools[row["key"]],
            role=MembershipRole(row["role"]),
            from_date=date.fromisoformat(since),
        )
    )


def _add_lesson_group(made: Organisation, school: Row, unit: Row) -> None:
    subject, grade = unit["subject"], unit["grade"]
    above = next(row["name"] for row in school["subject_groups"] if subject in row["covers"])
    made.add_unit(
        f"{school['key']}/{subject}/{grade}",
        UnitKind.LESSON_GROUP,
        f"{content.lesson_name(grade, subject)}备课组",
        below=f"{school['key']}/{above}",
        subject=subject,
        grade=grade,
    )


def _add_joint_group(made: Organisation, row: Row) -> None:
    made.add_unit(
        row["key"],
        UnitKind.LESSON_GROUP,
        f"{content.lesson_name(row['grade'], row['subject'])}联合备课组",
        below=row["above"],
        subject=row["subject"],
        grade=row["grade"],
    )


def _periods(school: School, day: str) -> list[SchoolPeriod]:
    minutes, starts = LESSON_STARTS[day]
    return [
        SchoolPeriod(school_id=school.id, no=no, starts_at=start, ends_at=_later(start, minutes))
        for no, start in enumerate(map(time.fromisoformat, starts), start=1)
    ]


def _later(start: time, minutes: int) -> time:
    end = start.hour * 60 + start.minute + minutes
    return time(end // 60, end % 60)
