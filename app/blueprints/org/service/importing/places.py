"""From the names of school, unit and role in a row to the affiliations that are meant."""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Membership, OrgUnit, Role, UnitKind, can_be_held
from app.blueprints.org.policy.authority import may_grant
from app.blueprints.org.reach import active_membership, reach_of
from app.blueprints.org.role_names import find_role
from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.sheet import Line, plain
from app.core.db import db

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

    def _load(self, units: list[OrgUnit]) -> None:
        for unit in units:
            if unit.stands_for_a_whole:
                owner = unit.school or unit.group
                for name in (unit.name, owner.name if owner else "", owner.short_name if owner else ""):
                    self._owners.setdefault(plain(name), unit)
        for unit in units:
            top = int(unit.path.strip("/").split("/")[1])
            self._parts[top][plain(unit.name)].append(unit)

    def find(self, line: Line) -> None:
        """Write the places into the line, or the reason why there are none."""
        owner = self._owner(line)
        if owner is None:
            return
        written = plain(line.written[sheet.UNITS])
        names = [name for name in _split(written) if name]
        units = [unit for name in names if (unit := self._part(line, owner, name))] if names else [owner]
        role = self._role(line)
        if role is None or len(units) < len(names):
            return
        self._appoint(line, units, role)

    def hint(self, line: Line) -> None:
        """Teachers who prepare with nobody are probably an oversight; those with an office are not."""
        if any(role != Role.TEACHER for _unit, role in line.places):
            return
        kinds = {self._kinds[unit_id] for unit_id, _role in line.places}
        if not plain(line.written[sheet.UNITS]):
            line.hints.append(_("没有写部门，会直接属于学校，收不到备课组的邀请。"))
        elif UnitKind.LESSON_GROUP not in kinds:
            line.hints.append(_("没有写备课组，收不到备课组的邀请。"))

    def _owner(self, line: Line) -> OrgUnit | None:
        name = plain(line.written[sheet.SCHOOL])
        if not name and self._own.kind is UnitKind.SCHOOL:
            return self._own
        if not name:
            line.blame(sheet.SCHOOL, _("缺少学校。"))
        elif name not in self._owners:
            line.blame(sheet.SCHOOL, _("没有“%(name)s”这所学校，或者它不在这次导入的范围内。", name=name))
        return self._owners.get(name)

    def _part(self, line: Line, owner: OrgUnit, name: str) -> OrgUnit | None:
        found = self._parts[owner.id].get(name, [])
        if not found:
            line.blame(sheet.UNITS, _("“%(school)s”没有“%(unit)s”这个部门。", school=owner.name, unit=name))
        elif len(found) > 1:
            line.blame(
                sheet.UNITS,
                _("“%(school)s”有几个叫“%(unit)s”的部门，请先改名。", school=owner.name, unit=name),
            )
        return found[0] if len(found) == 1 else None

    def _role(self, line: Line) -> Role | None:
        name = plain(line.written[sheet.ROLE])
        role = find_role(name) if name else Role.TEACHER
        if role is None:
            line.blame(sheet.ROLE, _("没有“%(name)s”这个职务。", name=name))
        return role

    def _appoint(self, line: Line, units: list[OrgUnit], role: Role) -> None:
        """The role where it has a seat; in the other units the person is a teacher."""
        role_written = plain(line.written[sheet.ROLE])
        seats = [unit for unit in units if can_be_held(role, unit)]
        if not seats:
            line.blame(sheet.ROLE, _("“%(role)s”不能在所写的部门担任。", role=role_written))
        elif not all(may_grant(self._reach, role, unit) for unit in seats):
            line.blame(sheet.ROLE, _("你不能任命“%(role)s”。", role=role_written))
        else:
            line.places = [(u.id, (role if u in seats else Role.TEACHER).value) for u in dict.fromkeys(units)]


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


def _split(written: str) -> list[str]:
    for mark in BETWEEN:
        written = written.replace(mark, "、")
    return [name.strip() for name in written.split("、")]
