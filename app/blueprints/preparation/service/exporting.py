"""Taking plans away: a wish is made in a request, fulfilled by jobs, and forgotten after a day."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation import policy
from app.blueprints.preparation.export_models import ExportFormat, PreparationExport
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service import export_bundle
from app.blueprints.preparation.service.export_files import files_of
from app.blueprints.preparation.service.print_templates import form_for
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Missing
from app.core.jobs import Job, JobState, enqueue, job
from app.core.policy import authorize, can
from app.core.uow import unit_of_work
from app.ports import printer
from app.ports.converter import ConversionFailed

EXPORT = "preparation.export"
MOST_AT_ONCE = 100
MOST_WAITING = 5  # of one person
SOME_SECONDS = 6.0  # one job goes on so long, then lets the others of the queue have their turn
WAITS_FOR = timedelta(hours=2)


def request_export(
    ids: Sequence[int], wanted: ExportFormat, *, actor: User, is_set: bool = False
) -> PreparationExport:
    """Ask for the files; the export's page shows how far they are."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise Invalid(_("请至少选一份备课。"))
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(_("一次最多打包 %(most)s 份，请先筛选。", most=MOST_AT_ONCE))
    export = PreparationExport(
        owner_id=actor.id,
        format=wanted,
        is_set=is_set,
        preparation_ids=ids,
        expires_at=clock.now() + PreparationExport.KEPT_FOR,
    )
    authorize(actor, "make", export)
    _check_possible(wanted, actor)
    db.session.add(export)
    db.session.flush()  # the job carries its id
    export.job_id = enqueue(EXPORT, {"export_id": export.id}, owner_id=actor.id).id
    return export


def export_of(export_id: int, *, actor: User) -> PreparationExport:
    """The person's own; as if it had never been, once it is too old."""
    query = select(PreparationExport).where(
        PreparationExport.id == export_id,
        PreparationExport.owner_id == actor.id,
        PreparationExport.expires_at > clock.now(),
    )
    found = db.session.scalars(query.options(joinedload(PreparationExport.job))).one_or_none()
    if found is None:
        raise Missing(_("这个文件已经过期，请重新下载。"))
    return found


def finished_export(export_id: int, *, actor: User) -> PreparationExport:
    """What may be downloaded now: the right to read is asked again."""
    export = export_of(export_id, actor=actor)
    if export.digest is None:
        raise Missing(_("文件还没有准备好。"))
    if not can(actor, "download", export):
        raise Forbidden(_("其中有你已不能查看的备课，请重新下载。"))
    return export


def recent_exports(actor: User) -> Sequence[PreparationExport]:
    query = select(PreparationExport).where(
        PreparationExport.owner_id == actor.id, PreparationExport.expires_at > clock.now()
    )
    newest = query.options(joinedload(PreparationExport.job)).order_by(PreparationExport.id.desc())
    return db.session.scalars(newest.limit(20)).all()


@job(EXPORT)
def work_on_export(row: Job) -> dict[str, Any] | None:
    """Convert some of them outside any transaction, and ask for the next job if there is more."""
    export = db.session.get(PreparationExport, row.payload["export_id"])
    if export is None or export.digest or export.expires_at <= clock.now():
        return None
    until = time.monotonic() + SOME_SECONDS
    while export.done < len(export.preparation_ids):
        _convert_next(export, row)
        if time.monotonic() > until and export.done < len(export.preparation_ids):
            _go_on_later(export)
            return None
    export_bundle.finish(export)
    return None


def _convert_next(export: PreparationExport, row: Job) -> None:
    owner = db.session.get_one(User, export.owner_id)
    preparation = _preparation(export.preparation_ids[export.done], owner)
    if preparation is None:
        raise Conflict(_("其中有你已不能查看的备课，请重新下载。"))
    row.report(export.percent, preparation.title[:100])
    try:
        files = files_of(preparation, form_for(preparation, owner), export.format)
    except ConversionFailed:
        if not export.is_set:
            raise Conflict(_("这份教案没能转换，请换一种格式再试。")) from None
        files = []
    stored = export_bundle.store(files, export)
    with unit_of_work():
        export_bundle.keep(export, stored)
        if not files:
            export.skipped = [*export.skipped, preparation.title]
        export.done += 1


def _go_on_later(export: PreparationExport) -> None:
    with unit_of_work():
        export.job_id = enqueue(EXPORT, {"export_id": export.id}, owner_id=export.owner_id).id


def _preparation(preparation_id: int, owner: User) -> JointPreparation | None:
    query = policy.exportable_by(owner).where(JointPreparation.id == preparation_id)
    parts = (
        joinedload(JointPreparation.unit).joinedload(OrgUnit.school),
        joinedload(JointPreparation.lead_preparer),
        joinedload(JointPreparation.final_version),
    )
    return db.session.scalars(query.options(*parts)).one_or_none()


def _check_possible(wanted: ExportFormat, actor: User) -> None:
    if wanted is ExportFormat.PDF and printer.current().reads is None:
        raise Conflict(_("这台服务器不能生成 PDF，请打开教案用浏览器打印，选“另存为 PDF”。"))
    waiting = (
        select(func.count())
        .select_from(PreparationExport)
        .join(PreparationExport.job)
        .where(
            PreparationExport.owner_id == actor.id,
            Job.state.in_([JobState.QUEUED, JobState.RUNNING]),
            Job.created_at > clock.now() - WAITS_FOR,
        )
    )
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Conflict(_("你还有几个文件正在准备，请等它们完成。"))
