"""Keep the index in step, and close the open pages of those who take part no more."""

from sqlalchemy import select

from app.blueprints.coedit.events import DocumentChanged
from app.blueprints.preparation.events import ParticipantRemoved, PreparationChanged, PreparationFinalized
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.finding import search_document, uid_of
from app.core.db import db
from app.core.outbox import subscribe
from app.ports import realtime, search


@subscribe(PreparationChanged)
def index_the_preparation(event: PreparationChanged) -> None:
    _index(event.preparation_id)


@subscribe(PreparationFinalized)
def index_the_common_plan(event: PreparationFinalized) -> None:
    _index(event.preparation_id)


@subscribe(DocumentChanged)
def index_what_was_written(event: DocumentChanged) -> None:
    of_document = select(JointPreparation.id).where(JointPreparation.document_id == event.document_id)
    preparation_id = db.session.scalar(of_document)
    if preparation_id is not None:
        _index(preparation_id)


@subscribe(ParticipantRemoved)
def judge_open_pages(event: ParticipantRemoved) -> None:
    realtime.current().publish("access_narrowed", {"user_id": event.user_id})


def _index(preparation_id: int) -> None:
    document = search_document(preparation_id)
    if document is None:
        search.current().remove([uid_of(preparation_id)])
    else:
        search.current().put([document])
