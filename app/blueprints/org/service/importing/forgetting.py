"""What stood in an uploaded list is kept as long as the import can be taken back, and no longer."""

from datetime import timedelta

from sqlalchemy import String, cast, func, select

from app.blueprints.org.import_models import UNDONE_WITHIN, ImportBatch
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work

UNDER_WAY = timedelta(days=1)  # what was confirmed at the last moment may still be at work


def forget_old_rows() -> None:
    """Names, phones and addresses, also those for the way back; what stays is how many there were."""
    last_step = func.coalesce(ImportBatch.undone_at, ImportBatch.confirmed_at, ImportBatch.created_at)
    over = last_step < clock.now() - UNDONE_WITHIN - UNDER_WAY
    old = select(ImportBatch.id).where(over, cast(ImportBatch.rows, String) != "[]")
    for batch_id in db.session.scalars(old).all():
        with unit_of_work():
            batch = db.session.get_one(ImportBatch, batch_id)
            batch.done, batch.rows = {"same": batch.same_count}, []
