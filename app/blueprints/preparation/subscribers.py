"""Keep the index in step, and close the open pages of those who take part no more."""

from sqlalchemy import select

from app.blueprints.coedit.events import DocumentChanged
from app.blueprints.coedit.news import tell_pages
from app.blueprints.preparation.events import ParticipantRemoved, PreparationChanged, PreparationFinalized
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.finding import KIND
from app.blueprints.search.indexing import note_change
from app.core.db import db
from app.core.outbox import subscribe
from app.ports import realtime


@subscribe(PreparationChanged)
def index_the_preparation(event: PreparationChanged) -> None:
    note_change(KIND, event.preparation_id)


@subscribe(PreparationChanged)
def show_the_stage(event: PreparationChanged) -> None:
    """In the header of the pages on which it is written."""
    preparation = db.session.get(JointPreparation, event.preparation_id)
    if preparation is not None and preparation.document_id is not None:
        tell_pages(preparation.document_id, "standing")


@subscribe(PreparationFinalized)
def index_the_common_plan(event: PreparationFinalized) -> None:
    note_change(KIND, event.preparation_id)


@subscribe(DocumentChanged)
def index_what_was_written(event: DocumentChanged) -> None:
    of_document = select(JointPreparation.id).where(JointPreparation.document_id == event.document_id)
    preparation_id = db.session.scalar(of_document)
    if preparation_id is not None:
        note_change(KIND, preparation_id)


@subscribe(ParticipantRemoved)
def judge_open_pages(event: ParticipantRemoved) -> None:
    realtime.current().publish("access_narrowed", {"user_id": event.user_id})
