"""A preparation that begins with a Word file: kept, converted by a job, gone again."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.pictures.album import store_pictures
from app.blueprints.coedit.word.importing import check_word_upload, read_word
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit
from app.blueprints.preparation.models import WordUpload
from app.blueprints.preparation.service.proposing import Proposal, check_proposal, propose_preparation
from app.blueprints.preparation.service.repeating import asked_a_moment_ago
from app.blueprints.preparation.service.sections import with_sections
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError, Missing
from app.core.jobs import Job, enqueue, job
from app.core.uow import unit_of_work
from app.web.i18n import source_words

IMPORT_WORD = "preparation.import_word"
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class WordFile:
    """What somebody chose on their computer."""

    name: str
    content: bytes


def propose_from_word(proposal: Proposal, file: WordFile, *, actor: User) -> Job:
    """Look at the file, keep it, and ask for the conversion; the job's page shows how far it is."""
    check_proposal(proposal, actor=actor)
    check_word_upload(file.content)
    asked = {"proposal": _written(proposal), "sha256": hashlib.sha256(file.content).hexdigest()}
    if (same := asked_a_moment_ago(IMPORT_WORD, asked, actor=actor)) is not None:
        return same
    upload = WordUpload(
        owner_id=actor.id, file_name=file.name[: WordUpload.FILE_NAME_LENGTH], content=file.content
    )
    db.session.add(upload)
    db.session.flush()  # the job carries its id
    named = {"upload_id": upload.id, "file_name": upload.file_name}
    return enqueue(IMPORT_WORD, named | asked, owner_id=actor.id)


def import_of(job_id: int, *, actor: User) -> Job:
    """The person's own import, to show how far it is."""
    row = db.session.scalars(
        select(Job).where(Job.id == job_id, Job.kind == IMPORT_WORD, Job.owner_id == actor.id)
    ).one_or_none()
    if row is None:
        raise Missing(str(job_id))
    return row


@job(IMPORT_WORD)
def import_word(row: Job) -> dict[str, Any]:
    """Convert outside any transaction, then make everything in one. Nothing half-made remains."""
    if row.result:  # made already, by a worker that died before it could say so
        return row.result
    upload_id: int = row.payload["upload_id"]
    content = db.session.scalar(select(WordUpload.content).where(WordUpload.id == upload_id))
    if content is None:
        raise Missing(_("上传的文件已经不在了，请重新上传。"))
    try:
        with source_words():  # kept with the row; whoever waits reads them in their language
            return _convert(row, content)
    except DomainError:
        db.session.rollback()
        with unit_of_work():
            _forget(upload_id)
        raise


def _convert(row: Job, content: bytes) -> dict[str, Any]:
    row.report(10, _("正在读取 Word 文件"))
    draft = read_word(content)
    row.report(70, _("正在保存图片"))
    store_pictures(draft.pictures)
    row.report(90, _("正在建立备课"))
    with unit_of_work():
        actor = db.session.get_one(User, row.owner_id)
        proposal = _read(row.payload["proposal"])
        preparation = propose_preparation(proposal, with_sections(draft.pm), draft.pictures, actor=actor)
        _forget(row.payload["upload_id"])
        row.result = {
            "preparation_id": preparation.id,
            "unreadable_pictures": draft.unreadable_pictures,
            "lost_colours": draft.lost_colours,
        }
    return row.result


def forget_old_uploads() -> None:
    """Called while tidying: files whose conversion broke off, so that nobody's plan stays behind unseen."""
    with unit_of_work():
        db.session.execute(delete(WordUpload).where(WordUpload.created_at < clock.now() - KEPT_FOR))


def _forget(upload_id: int) -> None:
    db.session.execute(delete(WordUpload).where(WordUpload.id == upload_id))


def _written(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON, to be read by the job."""
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in vars(proposal).items()
        if name not in {"unit", "node", "invited_ids"}
    }
    node_id = proposal.node.id if proposal.node else None
    return plain | {
        "unit_id": proposal.unit.id,
        "node_id": node_id,
        "invited_ids": sorted(proposal.invited_ids),
    }


def read_fields(written: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, for the form of a conversion that failed."""
    fields = dict(written)
    for name, kind in (("discuss_at", datetime), ("circulate_due", date), ("finalize_due", date)):
        fields[name] = kind.fromisoformat(fields[name]) if fields[name] else None
    return fields


def _read(written: dict[str, Any]) -> Proposal:
    fields = read_fields(written)
    node_id, unit_id = fields.pop("node_id"), fields.pop("unit_id")
    return Proposal(
        unit=db.session.get_one(OrgUnit, unit_id),
        node=db.session.get_one(CurriculumNode, node_id) if node_id else None,
        **fields,
    )
