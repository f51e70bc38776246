"""From the names of school, unit and role in a row to the affiliations that are meant."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import SEATS, WHOLES, Membership, OrgUnit, Role, UnitKind, can_be_held
from app.blueprints.org.policy.authority import may_grant
from app.blueprints.org.policy.visibility import units_visible_to
from app.blueprints.org.reach import active_membership, reach_of
from app.blueprints.org.role_names import find_role
from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.sheet import Line, plain
from app.core.db import db
from app.core.sentences import Said, said

BETWEEN = "、,;，；/"


class Places:
    """The units one import may use, by the names people write."""

    def __init__(self, unit: OrgUnit, actor: User) -> None:
        self._reach = reach_of(actor)
        self._own = unit
        self._owners: dict[str, OrgUnit] = {}
        self._parts: dict[int, dict[str, list[OrgUnit]]] = defaultdict(lambda: defaultdict(list))
        units = units_in(unit)
        self._kinds = {each.id: each.kind for each in units}
        self._load(units)
        self._known = _names_known_to(actor)

    def _load(self, units: list[OrgUnit]) -> None:
        for unit in units:
            if unit.stands_for_a_whole:
                for name in _names_of(unit):
                    self._owners.setdefault(plain(name), unit)
        for unit in units:
            top = int(unit.path.strip("/").split("/")[1])
            self._parts[top][plain(unit.name)].append(unit)

    def find(self, line: Line) -> None:
        """Write the places into the line, or the reason why there are none."""
        owner, role = self._owner(line), self._role(line)
        names = [name for name in _split(plain(line.written[sheet.UNITS])) if name]
        if owner is None:
            self._blame_unknown_anywhere(line, names)
            return
        units = [unit for name in names if (unit := self._part(line, owner, name))] if names else [owner]
        if role is None or len(units) < len(names):
            return
        self._appoint(line, units, role)

    def hint(self, line: Line) -> None:
        """Teachers who prepare with nobody are probably an oversight; those with an office are not."""
        if any(role != Role.TEACHER for _unit, role in line.places):
            return
        kinds = {self._kinds[unit_id] for unit_id, _role in line.places}
        if not plain(line.written[sheet.UNITS]):
            line.hints.append(said("没有写部门，会直接属于学校，收不到备课组的邀请。"))
        elif UnitKind.LESSON_GROUP not in kinds:
            line.hints.append(said("没有写备课组，收不到备课组的邀请。"))

    def _owner(self, line: Line) -> OrgUnit | None:
        name = plain(line.written[sheet.SCHOOL])
        if not name and self._own.kind is UnitKind.SCHOOL:
            return self._own
        if not name:
            line.blame(sheet.SCHOOL, said("缺少学校。"))
        elif name not in self._owners:
            line.blame(sheet.SCHOOL, self._why_not(name))
        return self._owners.get(name)

    def _why_not(self, name: str) -> Said:
        """A school the actor may not know of is as if it did not exist."""
        if name in self._known:
            return said("“%(name)s”不在这次导入的范围内，请到它自己的导入里上传。", name=name)
        return said("没有“%(name)s”这所学校，请看看名称写得对不对。", name=name)

    def _blame_unknown_anywhere(self, line: Line, names: list[str]) -> None:
        """Without a school, a unit can only be judged by whether any school of this import has it."""
        for name in names:
            if not any(name in parts for parts in self._parts.values()):
                line.blame(sheet.UNITS, said("这次导入的学校里没有“%(unit)s”这个部门。", unit=name))

    def _part(self, line: Line, owner: OrgUnit, name: str) -> OrgUnit | None:
        found = self._parts[owner.id].get(name, [])
        if not found:
            line.blame(
                sheet.UNITS, said("“%(school)s”没有“%(unit)s”这个部门。", school=owner.name, unit=name)
            )
        elif len(found) > 1:
            line.blame(
                sheet.UNITS,
                said("“%(school)s”有几个叫“%(unit)s”的部门，请先改名。", school=owner.name, unit=name),
            )
        return found[0] if len(found) == 1 else None

    def _role(self, line: Line) -> Role | None:
        name = plain(line.written[sheet.ROLE])
        role = find_role(name) if name else Role.TEACHER
        if role is None:
            line.blame(sheet.ROLE, said("没有“%(name)s”这个职务。", name=name))
        return role

    def _appoint(self, line: Line, units: list[OrgUnit], role: Role) -> None:
        """The role where it has a seat; in the other units the person is a teacher."""
        role_written = plain(line.written[sheet.ROLE])
        seats = [unit for unit in units if can_be_held(role, unit.kind)]
        if not seats:
            line.blame(sheet.ROLE, _why_no_seat(line, role, units[0]))
        elif not all(may_grant(self._reach, role, unit) for unit in seats):
            line.blame(sheet.ROLE, said("你不能任命“%(role)s”。", role=role_written))
        else:
            line.places = [(u.id, (role if u in seats else Role.TEACHER).value) for u in dict.fromkeys(units)]


def _why_no_seat(line: Line, role: Role, first: OrgUnit) -> Said:
    written = plain(line.written[sheet.ROLE])
    if plain(line.written[sheet.UNITS]):
        return said("“%(role)s”不能在所写的部门担任。", role=written)
    if SEATS[role] & WHOLES:
        return said("“%(role)s”不能在“%(place)s”担任。", role=written, place=first.name)
    return said("“%(role)s”要写明在哪个部门，“部门”一栏还空着。", role=written)


def seats_of(lines: Sequence[Line]) -> dict[int, list[tuple[str, Role]]]:
    """By row: the places it leads to, with their school, and the role there."""
    numbers = {unit_id for line in lines for unit_id, _role in line.places}
    query = select(OrgUnit).where(OrgUnit.id.in_(numbers)).options(joinedload(OrgUnit.school))
    names = {unit.id: _with_school(unit) for unit in db.session.scalars(query)}
    return {
        line.number: [(names[unit_id], Role(role)) for unit_id, role in line.places if unit_id in names]
        for line in lines
    }


def _with_school(unit: OrgUnit) -> str:
    if unit.school is None or unit.stands_for_a_whole:
        return unit.name
    return f"{unit.school.short_name or unit.school.name} {unit.name}"


def units_in(unit: OrgUnit) -> list[OrgUnit]:
    """The living units of a school, or of a group and the schools that belong to it today."""
    inside = OrgUnit.path.startswith(unit.path, autoescape=True)
    if unit.kind is UnitKind.GROUP:
        members = select(Membership.school_id).where(
            Membership.group_id == unit.group_id, active_membership()
        )
        inside = or_(inside, OrgUnit.school_id.in_(members))
    query = select(OrgUnit).where(inside, OrgUnit.archived_at.is_(None)).order_by(OrgUnit.path)
    loaded = query.options(joinedload(OrgUnit.school), joinedload(OrgUnit.group))
    return list(db.session.scalars(loaded))


def _names_known_to(actor: User) -> set[str]:
    """What people call the schools and groups that the actor may know of."""
    wholes = units_visible_to(actor).where(
        OrgUnit.kind.in_([UnitKind.SCHOOL, UnitKind.GROUP]), OrgUnit.archived_at.is_(None)
    )
    units = db.session.scalars(wholes.options(joinedload(OrgUnit.school), joinedload(OrgUnit.group)))
    return {plain(name) for unit in units for name in _names_of(unit)}


def _names_of(whole: OrgUnit) -> tuple[str, ...]:
    owner = whole.school or whole.group
    return (whole.name, owner.name, owner.short_name) if owner else (whole.name,)


def _split(written: str) -> list[str]:
    for mark in BETWEEN:
        written = written.replace(mark, "、")
    return [name.strip() for name in written.split("、")]
