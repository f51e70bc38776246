"""Changing a school's or group's own tree."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import ChangeKind, CurriculumNode, NodeKind
from app.blueprints.curriculum.service.changes import absence, record, refuse_second_volume, snapshot
from app.blueprints.curriculum.service.naming import name_node
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.policy import authorize


def add_node(parent: CurriculumNode, *, name: str, periods: int | None = None, actor: User) -> CurriculumNode:
    """A unit below a volume, a topic below a unit, a period below a topic: at the end."""
    authorize(actor, "edit", parent)
    if parent.kind.below is None:
        raise Invalid(_("课时下面不能再添加内容。"))
    if parent.archived_at:
        raise Conflict(_("“%(name)s”已归档，请先恢复。", name=parent.name))
    name = clean_name(name)
    _refuse_same_name(parent, name)
    node = plant(parent, name=name, periods=clean_periods(periods), position=_next_position(parent))
    record(ChangeKind.ADDED, node, [absence(node)], actor=actor)
    return node


def edit_node(node: CurriculumNode, *, name: str, periods: int | None, actor: User) -> None:
    """Rename it, or change the number of lessons suggested for it."""
    authorize(actor, "edit", node)
    name, periods = clean_name(name), clean_periods(periods)
    if (node.name, node.periods) == (name, periods):
        return
    if node.parent and name != node.name:
        _refuse_same_name(node.parent, name)
    before = snapshot(node)
    name_node(node, name)
    node.periods = periods
    record(ChangeKind.EDITED, node, [before], actor=actor)


def move_node(node: CurriculumNode, *, up: bool, actor: User) -> None:
    """One place up or down among its living siblings; at the end of the list nothing happens."""
    authorize(actor, "edit", node)
    siblings = _siblings(node)
    at = siblings.index(node) if node in siblings else -1
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(siblings):
        return
    before = [snapshot(sibling) for sibling in siblings]
    siblings.insert(to, siblings.pop(at))
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
    record(ChangeKind.MOVED, node, before, actor=actor)


def archive_node(node: CurriculumNode, *, actor: User) -> None:
    """Put it and what is below away. Lessons that refer to it keep their reference."""
    authorize(actor, "edit", node)
    if node.archived_at:
        raise Conflict(_("“%(name)s”已经归档。", name=node.name))
    living = [below for below in _subtree(node) if below.archived_at is None]
    before, now = [snapshot(below) for below in living], clock.now()
    for below in living:
        below.archived_at = now
    record(ChangeKind.ARCHIVED, node, before, actor=actor)


def restore_node(node: CurriculumNode, *, actor: User) -> None:
    """Bring it back, with what was put away together with it."""
    authorize(actor, "edit", node)
    if node.archived_at is None:
        raise Conflict(_("“%(name)s”没有归档。", name=node.name))
    if node.parent and node.parent.archived_at:
        raise Conflict(_("请先恢复它所在的“%(name)s”。", name=node.parent.name))
    refuse_second_volume(node)
    if node.parent and (sentence := _same_name(node.parent, node.name)):
        raise Conflict(sentence + _("请先给其中一个改名。"))
    together = [below for below in _subtree(node) if below.archived_at == node.archived_at]
    before = [snapshot(below) for below in together]
    for below in together:
        below.archived_at = None
    record(ChangeKind.RESTORED, node, before, actor=actor)


def plant(
    parent: CurriculumNode, *, name: str, periods: int | None, position: int, origin_id: int | None = None
) -> CurriculumNode:
    """A new node below `parent`, stored. Asks nobody: the use case has."""
    kind = parent.kind.below
    assert kind is not None
    node = CurriculumNode(
        kind=kind,
        owner_unit_id=parent.owner_unit_id,
        parent_id=parent.id,
        periods=periods,
        position=position,
        copied_from_id=origin_id,
        **vars(parent.place),
    )
    name_node(node, name)
    db.session.add(node)
    db.session.flush()  # the path holds its own id
    node.path = f"{parent.path}{node.id}/"
    return node


def clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("名称不能为空。"), {"name": _("请填写名称。")})
    if len(name) > CurriculumNode.NAME_LENGTH:
        limit = CurriculumNode.NAME_LENGTH
        sentence = _("名称太长，最多 %(limit)s 个字。", limit=limit)
        raise Invalid(sentence, {"name": sentence})
    return name


def clean_periods(periods: int | None) -> int | None:
    if periods is not None and not 1 <= periods <= CurriculumNode.MOST_PERIODS:
        sentence = _("课时数应在 1 到 %(most)s 之间。", most=CurriculumNode.MOST_PERIODS)
        raise Invalid(sentence, {"periods": sentence})
    return periods


def _refuse_same_name(parent: CurriculumNode, name: str) -> None:
    if sentence := _same_name(parent, name):
        raise Invalid(sentence, {"name": sentence})


def _same_name(parent: CurriculumNode, name: str) -> str:
    """An import finds units and topics by their names, and so do people. Empty: there is none."""
    query = select(CurriculumNode.id).filter_by(parent_id=parent.id, name=name, archived_at=None)
    if parent.kind is NodeKind.TOPIC or db.session.scalars(query).first() is None:
        return ""
    if parent.kind is NodeKind.VOLUME:
        return str(_("这一册里已经有单元“%(name)s”。", name=name))
    return str(_("“%(unit)s”里已经有课题“%(name)s”。", unit=parent.name, name=name))


def _next_position(parent: CurriculumNode) -> int:
    last = select(func.max(CurriculumNode.position)).where(CurriculumNode.parent_id == parent.id)
    return (db.session.scalar(last) or 0) + 1


def _siblings(node: CurriculumNode) -> list[CurriculumNode]:
    query = select(CurriculumNode).where(
        CurriculumNode.parent_id == node.parent_id, CurriculumNode.archived_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(CurriculumNode.position, CurriculumNode.id)))


def _subtree(node: CurriculumNode) -> list[CurriculumNode]:
    return list(db.session.scalars(select(CurriculumNode).where(CurriculumNode.path.startswith(node.path))))
