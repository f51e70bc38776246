"""Who wrote in a document, and which Yjs client was whose: as the server authenticated it."""

from typing import TypedDict

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import host_of
from app.blueprints.coedit.models import Document, DocumentClient
from app.core.db import db


class Writer(TypedDict):
    id: int
    name: str
    school: str


class Writers(TypedDict):
    people: list[Writer]
    clients: dict[str, int]


def writers_of(document: Document) -> Writers:
    """The people in a steady order, so that everybody keeps their colour."""
    mine = DocumentClient.document_id == document.id
    claims = db.session.execute(select(DocumentClient.client_id, DocumentClient.user_id).where(mine)).all()
    wrote = select(DocumentClient.user_id).where(mine)
    people = db.session.execute(select(User.id, User.name).where(User.id.in_(wrote)).order_by(User.id)).all()
    schools = {each.user_id: each.school for each in host_of(document).colleagues(document.id)}
    return Writers(
        people=[Writer(id=number, name=name, school=schools.get(number, "")) for number, name in people],
        clients={str(client): user_id for client, user_id in claims},
    )
