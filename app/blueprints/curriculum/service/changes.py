"""What was there before a change, and the way back. Only the last change of a volume can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.events import CurriculumChanged
from app.blueprints.curriculum.models import ChangeKind, CurriculumChange, CurriculumNode, NodeKind
from app.blueprints.curriculum.service.finding import own_volume
from app.blueprints.curriculum.service.naming import name_node
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.outbox import emit
from app.core.policy import authorize

Snapshot = dict[str, Any]


def snapshot(node: CurriculumNode) -> Snapshot:
    """How the node is now, to be brought back later."""
    return {
        "id": node.id,
        "name": node.name,
        "periods": node.periods,
        "position": node.position,
        "archived_at": node.archived_at.isoformat() if node.archived_at else None,
    }


def absence(node: CurriculumNode) -> Snapshot:
    """The node did not exist before: undoing archives it."""
    return {"id": node.id, "absent": True}


ACTIONS: Mapping[ChangeKind, str] = {  # an import is a line of the log as a whole
    ChangeKind.COPIED: "curriculum.copied",
    ChangeKind.ADDED: "curriculum.added",
    ChangeKind.EDITED: "curriculum.edited",
    ChangeKind.MOVED: "curriculum.moved",
    ChangeKind.ARCHIVED: "curriculum.archived",
    ChangeKind.RESTORED: "curriculum.restored",
}


def record(
    kind: ChangeKind,
    node: CurriculumNode,
    before: Iterable[Snapshot],
    *,
    actor: User,
    import_id: int | None = None,
) -> None:
    """Remember a change of `node` and tell the other features."""
    db.session.add(
        CurriculumChange(
            kind=kind,
            volume_id=node.volume_id,
            node_name=node.name,
            before=list(before),
            actor_id=actor.id,
            import_id=import_id,
        )
    )
    if import_id is None:
        audit.record(ACTIONS[kind], actor=actor, target=node, note=_in_its_volume(node))
    emit(CurriculumChanged(volume_id=node.volume_id, actor_id=actor.id))


def _in_its_volume(node: CurriculumNode) -> str:
    if node.kind is NodeKind.VOLUME:
        return node.name
    name = db.session.scalar(select(CurriculumNode.name).where(CurriculumNode.id == node.volume_id))
    return f"{name} · {node.name}"


def changes_of(volume: CurriculumNode, *, limit: int = 20) -> Sequence[CurriculumChange]:
    """The latest changes, newest first, undone ones included."""
    query = select(CurriculumChange).where(CurriculumChange.volume_id == volume.id)
    newest_first = query.order_by(CurriculumChange.id.desc()).limit(limit)
    return db.session.scalars(newest_first.options(joinedload(CurriculumChange.actor))).all()


def last_change(volume_id: int) -> CurriculumChange | None:
    """The change that can be undone now."""
    query = select(CurriculumChange).where(
        CurriculumChange.volume_id == volume_id, CurriculumChange.undone_at.is_(None)
    )
    return db.session.scalar(query.order_by(CurriculumChange.id.desc()).limit(1))


def undo_last_change(volume: CurriculumNode, *, change_id: int, actor: User) -> None:
    """Bring back what was there before. `change_id` is the change the person saw as the last one."""
    authorize(actor, "edit", volume)
    change = last_change(volume.id)
    if change is None or change.id != change_id:
        raise Conflict(_("目录刚刚又有改动，请刷新页面后再撤销。"))
    if change.import_id is not None:
        raise Conflict(_("最后一次改动是导入，请到导入记录中整体撤销。"))
    bring_back(change, actor=actor)
    audit.record("curriculum.undone", actor=actor, target=volume, note=f"{volume.name} · {change.node_name}")


def bring_back(change: CurriculumChange, *, actor: User) -> None:
    """Undo one change; the caller has made sure that it is the last of its volume."""
    before = {entry["id"]: entry for entry in change.before}
    rows = db.session.scalars(select(CurriculumNode).where(CurriculumNode.id.in_(before)))
    for node in rows:
        _restore(node, before[node.id])
    change.undone_at = clock.now()
    emit(CurriculumChanged(volume_id=change.volume_id, actor_id=actor.id))


def refuse_second_volume(node: CurriculumNode) -> None:
    """An owner keeps one tree of a book: an archived one comes back only when there is no other."""
    if node.kind is NodeKind.VOLUME and node.archived_at and own_volume(node.place, node.owner_unit_id):
        raise Conflict(_("这一册已经另有一份目录在用，请先归档那一份。"))


def _restore(node: CurriculumNode, before: Snapshot) -> None:
    if before.get("absent"):
        below = CurriculumNode.path.startswith(node.path)
        living = update(CurriculumNode).where(below, CurriculumNode.archived_at.is_(None))
        db.session.execute(living.values(archived_at=clock.now()))
        return
    if before["archived_at"] is None:
        refuse_second_volume(node)
    name_node(node, before["name"])
    node.periods, node.position = before["periods"], before["position"]
    archived_at = before["archived_at"]
    node.archived_at = datetime.fromisoformat(archived_at) if archived_at else None
