"""The slow parts of an import, in the worker: reading the file, hashing hundreds of passwords."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.blueprints.accounts.passwords import hash_password
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.service.importing import apply, batches, slips
from app.core.db import db
from app.core.errors import DomainError
from app.core.jobs import Job, JobState, job
from app.core.sentences import said
from app.core.uow import unit_of_work
from app.ports import storage
from app.web.i18n import source_words

UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
SOME = 100  # hashes in one job: a few seconds
FEW = 10  # hashes from one word to whoever watches to the next


@job(batches.CHECK)
def check_import(row: Job) -> dict[str, Any] | None:
    batch = _batch(row)
    if batch.state is not ImportState.CHECKING:
        _forget_file(batch)
        return None  # done by a worker that died before it could say so
    with storage.current().open(batch.digest) as file:
        content = file.read()
    try:
        with source_words():  # the reasons are kept; whoever reads them reads them in their language
            lines = batches.read(batch, content)
    except DomainError:
        _forget_file(batch)
        raise
    with unit_of_work():
        batches.keep_check(batch, lines)
    _forget_file(batch)
    return {"bad": batch.bad_count}


def _forget_file(batch: ImportBatch) -> None:
    """There are phone numbers in it, and nobody reads it again: unless it was uploaded twice, and waits."""
    others = ImportBatch.id != batch.id, ImportBatch.state == ImportState.CHECKING
    waiting = select(ImportBatch.id).where(ImportBatch.digest == batch.digest, *others)
    if db.session.scalar(waiting.join(ImportBatch.job).where(Job.state.in_(UNFINISHED)).limit(1)) is None:
        storage.current().delete(batch.digest)


@job(batches.CONFIRM)
def confirm_import(row: Job) -> dict[str, Any] | None:
    """Hashing thousands of passwords takes minutes, so each job does some and asks for the next one:
    in between the worker indexes and converts for others, and what is done survives a restart."""
    batch = _batch(row)
    if batch.state is not ImportState.CONFIRMING:
        return None
    if batch.slip_nonce is None:
        with unit_of_work():
            batch.slip_nonce = secrets.token_urlsafe(32)
    lines = batches.lines_to_import(batch)
    names = [line.account_name for line in lines if line.is_new]
    hashes: dict[str, str] = dict(batch.done.get("hashes", {}))
    missing = [name for name in names if name not in hashes]
    _hash(missing[:SOME], hashes, batch.slip_nonce or "", row, of=len(names))
    address = row.payload.get("address", "")  # jobs of an older release have none
    with source_words(), unit_of_work():  # so is a refusal
        if len(missing) > SOME:
            batches.go_on_later(batch, hashes, row, address=address)
        else:
            apply.apply_batch(batch, lines, hashes, address=address)
    return None


def _hash(names: Sequence[str], hashes: dict[str, str], nonce: str, row: Job, *, of: int) -> None:
    """Of the initial passwords of these people, into `hashes`; the job says how many there are by now."""
    for start in range(0, len(names), FEW):
        for name in names[start : start + FEW]:
            hashes[name] = hash_password(slips.password_of(nonce, name))
        told = said("已准备 %(done)s 个账号，共 %(count)s 个。", done=len(hashes), count=of)
        row.report(len(hashes) * 90 // of, told)


def _batch(row: Job) -> ImportBatch:
    return db.session.scalars(select(ImportBatch).where(ImportBatch.id == row.payload["batch_id"])).one()
