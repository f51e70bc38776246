"""School groups: founding, describing, archiving."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.org import reach
from app.blueprints.org.events import PlaceChanged
from app.blueprints.org.models import GovernanceMode, GroupKind, Membership, OrgUnit, SchoolGroup, UnitKind
from app.blueprints.org.service import memberships
from app.blueprints.org.service.founding import root_unit
from app.blueprints.org.service.units import hang, put_away, take_out
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize


@dataclass(frozen=True, kw_only=True)
class GroupSheet:
    name: str
    short_name: str
    kind: GroupKind = GroupKind.GROUP
    mode: GovernanceMode = GovernanceMode.ALLIANCE
    introduction: str = ""


def create_group(sheet: GroupSheet, *, actor: object) -> SchoolGroup:
    """A group and the unit that stands for it in the tree."""
    root = root_unit()
    authorize(actor, "create_group", root)
    _refuse_same_name(sheet.name)
    group = SchoolGroup(**_fields(sheet))
    db.session.add(group)
    hang(OrgUnit(kind=UnitKind.GROUP, name=group.name, group=group), root)
    audit.record("org.group_created", actor=actor, target=group)
    return group


def edit_group(group: SchoolGroup, sheet: GroupSheet, *, actor: object) -> None:
    authorize(actor, "edit", group)
    _refuse_same_name(sheet.name, but=group)
    for name, value in _fields(sheet).items():
        setattr(group, name, value)
    unit = unit_of(group)
    unit.name = group.name
    emit(PlaceChanged(unit_id=unit.id))
    audit.record("org.group_edited", actor=actor, target=group)


def archive_group(group: SchoolGroup, *, actor: object) -> None:
    """The group's work is over: its schools leave it, what was written stays."""
    authorize(actor, "archive", group)
    if group.archived_at:
        raise Conflict(_("这个集团已经归档。"))
    for membership in db.session.scalars(select(Membership).where(Membership.group_id == group.id)).all():
        memberships.close(membership, _("集团归档"), actor=actor)
    group.archived_at = clock.now()
    put_away(unit_of(group))
    reach.forget()
    audit.record("org.group_archived", actor=actor, target=group)


def restore_group(group: SchoolGroup, *, actor: object) -> None:
    """The units are back; the schools are admitted again one by one."""
    authorize(actor, "archive", group)
    if group.archived_at is None:
        raise Conflict(_("这个集团没有归档。"))
    group.archived_at = None
    take_out(unit_of(group))
    audit.record("org.group_restored", actor=actor, target=group)


def unit_of(group: SchoolGroup) -> OrgUnit:
    wanted = select(OrgUnit).where(OrgUnit.group_id == group.id, OrgUnit.kind == UnitKind.GROUP)
    return db.session.scalars(wanted).one()


def _fields(sheet: GroupSheet) -> dict[str, object]:
    written = {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}
    return written | {"name": sheet.name.strip(), "short_name": sheet.short_name.strip()}


def _refuse_same_name(name: str, *, but: SchoolGroup | None = None) -> None:
    others = SchoolGroup.id != (but.id if but else 0)
    if db.session.scalar(select(SchoolGroup.id).where(SchoolGroup.name == name.strip(), others)):
        sentence = _("已经有同名的集团。")
        raise Invalid(sentence, {"name": sentence})
