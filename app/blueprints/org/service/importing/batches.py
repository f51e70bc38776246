"""The steps of an import: upload, dry run, confirmation."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, exists
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.policy.visibility import imports_visible_to
from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.check import check_rows
from app.blueprints.org.service.importing.sheet import Line
from app.core import audit
from app.core.db import db
from app.core.errors import AlreadyConfirmed, Conflict, Invalid
from app.core.jobs import Job, JobState, enqueue
from app.core.policy import authorize
from app.core.spreadsheet import read_rows

CHECK, CONFIRM = "org.check_import", "org.confirm_import"


ONCE_CONFIRMED = frozenset({ImportState.CONFIRMING, ImportState.CONFIRMED, ImportState.UNDONE})


def begin(unit: OrgUnit, file_name: str, digest: str, *, actor: User) -> ImportBatch:
    """The file is stored; the worker does the dry run. Files that could not be read before go.

    They go last: SQLite would give the number of the newest one again, and a window that still shows its
    page would show another file.
    """
    authorize(actor, "import_people", unit)
    batch = ImportBatch(unit=unit, by=actor, file_name=file_name[-120:], digest=digest)
    db.session.add(batch)
    db.session.flush()  # the job names it
    db.session.execute(delete(ImportBatch).where(ImportBatch.by_id == actor.id, _unreadable()))
    batch.job_id = enqueue(CHECK, {"batch_id": batch.id}, owner_id=actor.id).id
    return batch


def read(batch: ImportBatch, content: bytes) -> list[Line]:
    """The dry run itself; nothing is written."""
    nobody = _("只有表头，没有人员。请填写后再上传。")
    rows = read_rows(content, required=sheet.REQUIRED, max_rows=sheet.MOST_ROWS, if_none=nobody)
    lines = check_rows(rows, batch.unit, actor=batch.by)
    if not lines:
        raise Invalid(_("文件里只有示例行，请填写后再上传。"))
    return lines


def keep_check(batch: ImportBatch, lines: list[Line]) -> None:
    """Remember the dry run, so that exactly what was shown is what is confirmed."""
    batch.rows = [line.stored() for line in lines]
    batch.bad_count = sum(line.is_bad for line in lines)
    batch.new_count = sum(line.is_new for line in lines)
    batch.updated_count = sum(
        line.user_id is not None and not line.is_bad and not line.is_same for line in lines
    )
    batch.state = ImportState.CHECKED


def confirm(batch: ImportBatch, *, skip_bad: bool, actor: User) -> None:
    """From here on the worker makes the accounts, and writes how many into the audit log."""
    authorize(actor, "confirm", batch)
    lock(batch)
    if batch.state in ONCE_CONFIRMED:
        raise AlreadyConfirmed(_("这次导入已经确认过了，下面是它现在的情况。"))
    if not batch.are_rows_kept:
        raise Conflict(_("检查结果只保留 30 天，现在已经删除。请重新上传。"))
    if batch.bad_count and not skip_bad:
        raise Conflict(_("还有需要改正的行。请改好后重新上传，或者选择跳过它们。"))
    if not batch.usable_count:
        raise Conflict(_("没有可以导入的行。"))
    batch.move_on(ImportState.CHECKED, ImportState.CONFIRMING, _("这次导入已经处理过了。"))
    batch.skip_bad = skip_bad
    _ask_to_confirm(batch, audit.here())


def lock(batch: ImportBatch) -> None:
    """Until the end of the transaction: a step pressed twice at once is taken once."""
    db.session.refresh(batch, with_for_update={"of": ImportBatch})


def go_on_later(batch: ImportBatch, hashes: dict[str, str], so_far: Job, *, address: str) -> None:
    """Keep what was computed so far, and let other work have its turn: who watches sees where it stands."""
    batch.done = {"hashes": hashes}
    next_one = _ask_to_confirm(batch, address)
    next_one.percent, next_one.note = so_far.percent, so_far.note


def _ask_to_confirm(batch: ImportBatch, address: str) -> Job:
    """With the network address of the confirmation, for the audit log."""
    payload = {"batch_id": batch.id, "address": address}
    job = enqueue(CONFIRM, payload, owner_id=batch.by_id)
    batch.job_id = job.id
    return job


def latest(actor: User) -> Sequence[ImportBatch]:
    """One's own last uploads, without files that could not be read: there is nothing to come back to."""
    own = imports_visible_to(actor).where(~_unreadable()).order_by(ImportBatch.id.desc())
    shown = joinedload(ImportBatch.unit), joinedload(ImportBatch.job)
    return db.session.scalars(own.options(*shown).limit(20)).all()


def _unreadable() -> ColumnElement[bool]:
    """The dry run gave up; its page says why until the next upload."""
    gave_up = exists().where(Job.id == ImportBatch.job_id, Job.state == JobState.FAILED)
    return and_(ImportBatch.state == ImportState.CHECKING, gave_up)


def lines_to_import(batch: ImportBatch) -> list[Line]:
    """Those the dry run promised to change something with."""
    return [line for line in lines_of(batch) if not line.is_bad and not line.is_same]


def lines_of(batch: ImportBatch) -> list[Line]:
    return [Line.from_stored(row) for row in batch.rows]
