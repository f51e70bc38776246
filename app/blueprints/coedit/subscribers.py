"""Rights that narrow reach the open pages as signals: the web process judges them at once."""

from app.blueprints.accounts.events import SessionsRevoked
from app.blueprints.coedit.events import DocumentClosed
from app.blueprints.org.events import AccessNarrowed
from app.core.outbox import subscribe
from app.ports import realtime


@subscribe(AccessNarrowed)
def judge_open_pages(event: AccessNarrowed) -> None:
    realtime.current().publish("access_narrowed", {"user_id": event.user_id})


@subscribe(SessionsRevoked)
def judge_signed_out_pages(event: SessionsRevoked) -> None:
    realtime.current().publish("access_narrowed", {"user_id": event.user_id})


@subscribe(DocumentClosed)
def close_the_room(event: DocumentClosed) -> None:
    realtime.current().publish("document_closed", {"document_id": event.document_id})
