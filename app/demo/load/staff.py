"""The people, what colleagues may know of them, and where each of them belongs."""

from dataclasses import dataclass, field
from datetime import date

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import hash_password
from app.blueprints.accounts.pinyin import sorting_key
from app.blueprints.org.models import Affiliation, Role, TeacherProfile
from app.core.db import db
from app.demo import content
from app.demo.content import Row
from app.demo.load.calendar import school_year_start
from app.demo.load.schools import Organisation

ARRIVAL = (8, 25)  # teachers begin before the pupils come


@dataclass
class Staff:
    """Everybody by account name, and where they were put."""

    users: dict[str, User] = field(default_factory=dict)
    places: set[tuple[str, str, Role]] = field(default_factory=set)  # (account, unit key, role)


def load_staff(made: Organisation, today: date, password: str) -> Staff:
    staff = Staff()
    year = school_year_start(today)
    password_hash = hash_password(password)  # once: everybody shares it
    written = content.people() + content.organisation()["visitors"]
    for row in written:
        staff.users[row["account"]] = _user(row, password_hash)
    db.session.add_all(staff.users.values())
    db.session.flush()
    db.session.add_all(_profile(staff, row, year) for row in written if "years" in row)
    joined = {row["account"]: _joined_on(row, year) for row in written}
    for account, unit, role in _places(made):
        _affiliate(staff, made, account, unit, role, max(joined[account], _founded(made, unit)))
    _load_offices(staff, made, joined, year)
    return staff


def _user(row: Row, password_hash: str) -> User:
    return User(
        account_name=row["account"],
        name=row["name"],
        name_pinyin=sorting_key(row["name"]),
        password_hash=password_hash,
        must_change_password=False,
    )


def _profile(staff: Staff, row: Row, year: int) -> TeacherProfile:
    return TeacherProfile(
        user_id=staff.users[row["account"]].id,
        subject=row["subject"],
        title=row["title"],
        honour=row.get("honour", ""),
        joined_on=_joined_on(row, year),
    )


def _joined_on(row: Row, year: int) -> date:
    return date(year - row.get("years", 5), *ARRIVAL)


def _founded(made: Organisation, unit: str) -> date:
    """Nobody belongs to a unit before its group or school was part of this installation."""
    of_school = {row["key"]: row["group"] for row in content.organisation()["schools"]}
    since = {row["key"]: row["since"] for row in content.organisation()["groups"]}
    top = unit.split("/", maxsplit=1)[0]
    return date.fromisoformat(since.get(of_school.get(top, top), min(since.values())))


def _places(made: Organisation) -> list[tuple[str, str, Role]]:
    """Who is where by profession: subject group, lesson group, and the research group across schools."""
    places: list[tuple[str, str, Role]] = []
    for school in content.organisation()["schools"]:
        colleagues = [row for row in content.people() if row["school"] == school["key"]]
        for group in school["subject_groups"]:
            places += _members(f"{school['key']}/{group['name']}", group, colleagues, Role.SUBJECT_LEADER)
        for group in school["lesson_groups"]:
            same = [
                row
                for row in colleagues
                if (row["subject"], row.get("grade")) == (group["subject"], group["grade"])
            ]
            unit = f"{school['key']}/{group['subject']}/{group['grade']}"
            places += _members(unit, {**group, "covers": [group["subject"]]}, same, Role.LESSON_GROUP_LEADER)
    return places + _research_places() + _joint_places()


def _research_places() -> list[tuple[str, str, Role]]:
    places: list[tuple[str, str, Role]] = []
    for group in content.organisation()["groups"]:
        schools = {row["key"] for row in content.organisation()["schools"] if row["group"] == group["key"]}
        colleagues = [row for row in content.people() if row["school"] in schools]
        for unit in group["research_groups"]:
            places += _members(f"{group['key']}/{unit['name']}", unit, colleagues, Role.SUBJECT_LEADER)
    return places


def _joint_places() -> list[tuple[str, str, Role]]:
    leading = Role.LESSON_GROUP_LEADER
    return [
        (account, group["key"], leading if account == group["leader"] else Role.TEACHER)
        for group in content.joint_groups()
        for account in group["members"]
    ]


def _members(unit: str, group: Row, colleagues: list[Row], leading: Role) -> list[tuple[str, str, Role]]:
    return [
        (row["account"], unit, leading if row["account"] == group["leader"] else Role.TEACHER)
        for row in colleagues
        if row["subject"] in group["covers"]
    ]


def _load_offices(staff: Staff, made: Organisation, joined: dict[str, date], year: int) -> None:
    for row in content.organisation()["offices"]:
        account, unit = row["who"], row["unit"]
        since, until = max(joined[account], _founded(made, unit)), None
        if row.get("ended"):  # a school year at another school, over since the summer
            since, until = date(year - 1, 9, 1), date(year, 7, 10)
        _affiliate(staff, made, account, unit, Role(row["role"]), since, until)


def _affiliate(
    staff: Staff,
    made: Organisation,
    account: str,
    unit: str,
    role: Role,
    since: date,
    until: date | None = None,
) -> None:
    if (account, unit, role) not in staff.places:
        staff.places.add((account, unit, role))
        person = staff.users[account]
        db.session.add(
            Affiliation(user=person, unit=made.units[unit], role=role, from_date=since, to_date=until)
        )
