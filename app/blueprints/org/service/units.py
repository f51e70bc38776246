"""The tree of units: 教研组, 备课组, 处室, 工作室 …"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, literal, select, update

from app.blueprints.org import reach
from app.blueprints.org.belonging import unfinished_places_in
from app.blueprints.org.events import PlaceChanged, UnitMoved
from app.blueprints.org.locking import hold
from app.blueprints.org.models import WHOLES, OrgUnit, UnitKind, can_be_held
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize
from app.web.filters import label

LONGEST_PATH = 190


@dataclass(frozen=True, kw_only=True)
class UnitSheet:
    kind: UnitKind
    name: str
    subject: str | None = None
    grade: str | None = None


def create_child(parent: OrgUnit, sheet: UnitSheet, *, actor: object) -> OrgUnit:
    authorize(actor, "create_child", parent)
    _take_turns(parent)
    if parent.archived_at:
        raise Conflict(_("这个部门已经归档。"))
    _check(sheet)
    _refuse_same_name(sheet.name, parent)
    unit = OrgUnit(group_id=parent.group_id, school_id=parent.school_id, **_fields(sheet))
    hang(unit, parent)
    _refuse_too_deep(unit.path, unit.path)
    audit.record("org.unit_created", actor=actor, target=unit)
    return unit


def edit_unit(unit: OrgUnit, sheet: UnitSheet, *, actor: object) -> None:
    authorize(actor, "edit", unit)
    _check(sheet)
    _take_turns(unit)
    _refuse_same_name(sheet.name, unit.parent, but=unit)
    if sheet.kind is not unit.kind:
        _refuse_lost_seats(unit, sheet.kind)
    for name, value in _fields(sheet).items():
        setattr(unit, name, value)
    emit(PlaceChanged(unit_id=unit.id))
    audit.record("org.unit_edited", actor=actor, target=unit)


def move_unit(unit: OrgUnit, parent: OrgUnit, *, actor: object) -> None:
    """With everything below it, inside the same group or school: leaders above change with the place."""
    authorize(actor, "move", unit)
    authorize(actor, "create_child", parent)
    _take_turns(unit, parent)
    if (unit.group_id, unit.school_id) != (parent.group_id, parent.school_id) or parent.archived_at:
        raise _refusal(_("只能移到同一个学校或集团里的部门。"))
    if unit.is_above(parent):
        raise _refusal(_("不能移到自己或自己的下级里。"))
    _refuse_same_name(unit.name, parent, but=unit)
    old, new = unit.path, f"{parent.path}{unit.id}/"
    _refuse_too_deep(new, old)
    unit.parent_id = parent.id
    db.session.flush()
    below = update(OrgUnit).where(OrgUnit.path.startswith(old, autoescape=True))
    moved = literal(new) + func.substr(OrgUnit.path, len(old) + 1)
    db.session.execute(below.values(path=moved), execution_options={"synchronize_session": False})
    db.session.expire_all()  # paths were changed behind the session's back
    reach.forget()
    emit(UnitMoved(unit_id=unit.id, old_path=old))
    audit.record("org.unit_moved", actor=actor, target=unit)


def archive_unit(unit: OrgUnit, *, actor: object) -> None:
    """With everything below it; affiliations there count no more."""
    authorize(actor, "archive", unit)
    _take_turns(unit)
    if unit.archived_at:
        raise Conflict(_("这个部门已经归档。"))
    put_away(unit)
    audit.record("org.unit_archived", actor=actor, target=unit)


def restore_unit(unit: OrgUnit, *, actor: object) -> None:
    authorize(actor, "archive", unit)
    _take_turns(unit)
    if unit.archived_at is None:
        raise Conflict(_("这个部门没有归档。"))
    if unit.parent and unit.parent.archived_at:
        raise Conflict(_("上级部门还在归档中，请先恢复上级。"))
    if _has_twin(unit.name, unit.parent, unit):
        raise Conflict(_("同一级里已经有另一个同名的部门，请先给它改名，再恢复。"))
    take_out(unit)
    audit.record("org.unit_restored", actor=actor, target=unit)


def hang(unit: OrgUnit, parent: OrgUnit) -> None:
    """Into the tree, as the last of its siblings."""
    last = db.session.scalar(select(func.max(OrgUnit.position)).where(OrgUnit.parent_id == parent.id))
    unit.parent, unit.position = parent, (last or 0) + 1
    db.session.add(unit)
    db.session.flush()  # the path has its id
    unit.path = f"{parent.path}{unit.id}/"


def put_away(unit: OrgUnit) -> None:
    """Archive a subtree at one moment, by which it is restored. The caller has authorized it."""
    below = update(OrgUnit).where(
        OrgUnit.path.startswith(unit.path, autoescape=True), OrgUnit.archived_at.is_(None)
    )
    db.session.execute(below.values(archived_at=clock.now()))
    reach.forget()
    emit(UnitMoved(unit_id=unit.id, old_path=unit.path))


def take_out(unit: OrgUnit) -> None:
    """What was archived in one go comes back in one go."""
    together = OrgUnit.archived_at == unit.archived_at
    below = update(OrgUnit).where(OrgUnit.path.startswith(unit.path, autoescape=True), together)
    db.session.execute(below.values(archived_at=None))
    reach.forget()
    emit(PlaceChanged(unit_id=unit.id))


def _take_turns(*units: OrgUnit) -> None:
    """The tree of a school or group changes one change after the other: else two would hang units of one
    name side by side, or each below the other."""
    *_root, whole = units[0].path.strip("/").split("/")[:2]  # "/root/whole/…/"
    hold(db.session.get_one(OrgUnit, int(whole)), *units)


def _check(sheet: UnitSheet) -> None:
    if sheet.kind in WHOLES:
        raise Invalid(_("请选择部门的类型。"), {"kind": _("请选择部门的类型。")})


def _fields(sheet: UnitSheet) -> dict[str, object]:
    return {
        "kind": sheet.kind,
        "name": sheet.name.strip(),
        "subject": sheet.subject or None,
        "grade": sheet.grade or None,
    }


def _refuse_lost_seats(unit: OrgUnit, kind: UnitKind) -> None:
    """Nobody leads a unit of a kind that has no such leader: who does now, is let go first, by hand."""
    lost = [place for place in unfinished_places_in(unit) if not can_be_held(place.role, kind)]
    if lost:
        holders = _("、").join(f"{place.user.name}（{label(place.role)}）" for place in lost)
        sentence = _(
            "%(holders)s的职务不能在“%(kind)s”担任。请先结束这些任职，再改类型。",
            holders=holders,
            kind=label(kind),
        )
        raise Invalid(sentence, {"kind": sentence})


def _refuse_same_name(name: str, parent: OrgUnit | None, *, but: OrgUnit | None = None) -> None:
    if _has_twin(name, parent, but):
        sentence = _("同一级里已经有这个名称。")
        raise Invalid(sentence, {"name": sentence, "parent": sentence})


def _has_twin(name: str, parent: OrgUnit | None, unit: OrgUnit | None) -> bool:
    """Imports and people know units by their names."""
    same = select(OrgUnit.id).where(
        OrgUnit.parent_id == (parent.id if parent else None),
        OrgUnit.name == name.strip(),
        OrgUnit.archived_at.is_(None),
        OrgUnit.id != (unit.id if unit else 0),
    )
    return db.session.scalar(same) is not None


def _refuse_too_deep(new: str, old: str) -> None:
    deepest = db.session.scalar(
        select(func.max(func.length(OrgUnit.path))).where(OrgUnit.path.startswith(old))
    )
    if len(new) + (deepest or len(old)) - len(old) > LONGEST_PATH:
        raise _refusal(_("层级太多了。"))


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, {"parent": sentence})
