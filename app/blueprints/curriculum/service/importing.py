"""An own tree from Excel: a dry run that saves nothing but itself, the confirmation, the way back."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import (
    ChangeKind,
    CurriculumChange,
    CurriculumImport,
    CurriculumNode,
    ImportState,
    NodeKind,
    Place,
)
from app.blueprints.curriculum.policy import owners_open_to
from app.blueprints.curriculum.service.changes import (
    Snapshot,
    absence,
    bring_back,
    record,
    snapshot,
)
from app.blueprints.curriculum.service.copying import new_volume
from app.blueprints.curriculum.service.editing import plant
from app.blueprints.curriculum.service.finding import own_volume, tree_of
from app.blueprints.curriculum.service.import_rows import TreeRow, stored_rows
from app.blueprints.org.models import OrgUnit
from app.core import audit
from app.core.db import db
from app.core.errors import AlreadyConfirmed, Conflict
from app.core.policy import authorize
from app.core.sentences import said

Names = dict[str, tuple[CurriculumNode, dict[str, CurriculumNode]]]  # unit name: unit, its topics by name


def check_import(rows: list[TreeRow], *, file_name: str, owner: OrgUnit, actor: User) -> CurriculumImport:
    """The dry run: every row with its effect or its reason. Changes no tree."""
    authorize(actor, "import_curriculum", owner)
    _refuse_foreign_subjects(rows, owner, actor)
    for place in _places(rows):
        _foresee([row for row in rows if row.place == place], place, owner)
    batch = CurriculumImport(
        owner_unit=owner, actor=actor, file_name=file_name[-200:], rows=[row.stored() for row in rows]
    )
    db.session.add(batch)
    db.session.flush()  # the page of the dry run has its id
    return batch


def confirm_import(batch: CurriculumImport, *, skip_bad: bool, actor: User) -> None:
    """Do what the dry run showed: units and topics are added or updated by name, nothing is removed."""
    authorize(actor, "confirm", batch)
    db.session.refresh(batch, with_for_update={"of": CurriculumImport})  # pressed twice at once, done once
    if batch.state is not ImportState.CHECKED:
        raise AlreadyConfirmed(_("这次导入已经确认过了，下面是它现在的情况。"))
    if batch.bad_rows and not skip_bad:
        raise Conflict(_("还有需要改正的行。请改好后重新上传，或者选择跳过它们。"))
    if len(batch.bad_rows) == len(batch.rows):
        raise Conflict(_("没有可以导入的行。"))
    rows = [row for row in stored_rows(batch.rows) if not row.reasons]
    for place in _places(rows):
        _apply([row for row in rows if row.place == place], place, batch, actor)
    batch.state = ImportState.CONFIRMED
    audit.record("curriculum.imported", actor=actor, target=batch, note=batch.file_name)


def undo_import(batch: CurriculumImport, *, actor: User) -> None:
    """Everything the import did, back in one go; refused once somebody has gone on editing."""
    authorize(actor, "undo", batch)
    if batch.state is not ImportState.CONFIRMED:
        raise Conflict(_("这次导入没有可以撤销的内容。"))
    if edited_since(batch):
        raise Conflict(_("导入之后目录又有改动，没有撤销。请先撤销后来的改动。"))
    for change in _changes_of(batch):
        bring_back(change, actor=actor)
    batch.state = ImportState.UNDONE
    audit.record("curriculum.import_undone", actor=actor, target=batch, note=batch.file_name)


def volumes_of(batch: CurriculumImport) -> list[CurriculumNode]:
    """The owner's living volumes that the rows are about."""
    wanted = set(_places(stored_rows(batch.rows)))
    living = select(CurriculumNode).filter_by(
        kind=NodeKind.VOLUME, owner_unit_id=batch.owner_unit_id, archived_at=None
    )
    found = db.session.scalars(living.order_by(CurriculumNode.id))
    return [volume for volume in found if volume.place in wanted]


def edited_since(batch: CurriculumImport) -> set[int]:
    """The volumes whose later changes stand in the way of taking the import back."""
    changes = _changes_of(batch)
    newest = (
        select(func.max(CurriculumChange.id))
        .where(CurriculumChange.undone_at.is_(None))
        .where(CurriculumChange.volume_id.in_([change.volume_id for change in changes]))
        .group_by(CurriculumChange.volume_id)
    )
    can_be_undone = set(db.session.scalars(newest))
    return {change.volume_id for change in changes if change.id not in can_be_undone}


def _changes_of(batch: CurriculumImport) -> Sequence[CurriculumChange]:
    return db.session.scalars(select(CurriculumChange).filter_by(import_id=batch.id)).all()


def system_of(owner: OrgUnit) -> str:
    """How the owner counts grades: 63 or 54."""
    return owner.school.grade_system.value if owner.school else "63"


def _refuse_foreign_subjects(rows: Iterable[TreeRow], owner: OrgUnit, actor: User) -> None:
    allowed: dict[str, bool] = {}
    for row in rows:
        if row.subject and row.subject not in allowed:
            allowed[row.subject] = owner in owners_open_to(actor, row.subject)
        if row.subject and not allowed[row.subject]:
            row.reasons.append(said("你没有权限修改这个学科的目录。"))


def _places(rows: Iterable[TreeRow]) -> list[Place]:
    return list(dict.fromkeys(row.place for row in rows if not row.reasons))


def _foresee(rows: list[TreeRow], place: Place, owner: OrgUnit) -> None:
    volume = own_volume(place, owner.id)
    names = _names_in(volume) if volume else {}
    for row in rows:
        topics = names[row.unit][1] if row.unit in names else {}
        known = topics.get(row.topic)
        if known is None:
            row.effect = "added"
        else:
            row.effect = "changed" if row.periods not in {None, known.periods} else "same"


def _apply(rows: list[TreeRow], place: Place, batch: CurriculumImport, actor: User) -> None:
    before: list[Snapshot] = []
    volume = own_volume(place, batch.owner_unit_id)
    if volume is None:
        volume = new_volume(place, name=place.name, owner=batch.owner_unit)
        before.append(absence(volume))
    names = _names_in(volume)
    for row in rows:
        _apply_row(row, volume, names, before)
    if before:
        record(ChangeKind.IMPORTED, volume, before, actor=actor, import_id=batch.id)


def _apply_row(row: TreeRow, volume: CurriculumNode, names: Names, before: list[Snapshot]) -> None:
    if row.unit not in names:
        unit = plant(
            volume, name=row.unit, periods=None, position=_next([unit for unit, _topics in names.values()])
        )
        names[row.unit] = (unit, {})
        before.append(absence(unit))
    unit, topics = names[row.unit]
    topic = topics.get(row.topic)
    if topic is None:
        topics[row.topic] = plant(unit, name=row.topic, periods=row.periods, position=_next(topics.values()))
        before.append(absence(topics[row.topic]))
    elif row.periods not in {None, topic.periods}:
        before.append(snapshot(topic))
        topic.periods = row.periods


def _next(siblings: Iterable[CurriculumNode]) -> int:
    return max((node.position for node in siblings), default=0) + 1


def _names_in(volume: CurriculumNode) -> Names:
    return {
        unit.node.name: (unit.node, {topic.node.name: topic.node for topic in unit.branches})
        for unit in tree_of(volume).branches
    }
