"""Telling the open pages of a document, on every node, to look again: comments, versions, whatever."""

from app.ports import realtime

TOPIC = "document_news"
JUDGED = "document_judged"


def tell_pages(document_id: int, what: str) -> None:
    """`changed {doc, what}` to all pages in the room. For subscribers of the outbox: after the commit."""
    realtime.current().publish(TOPIC, {"document_id": document_id, "what": what})


def judge_pages(document_id: int) -> None:
    """Who may write is another question now: every page in the room is asked for its rights at once."""
    realtime.current().publish(JUDGED, {"document_id": document_id})
