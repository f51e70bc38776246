"""A host of documents for the tests: who sits at a document's desk may read or write it."""

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from app.blueprints.accounts.models import User
from app.blueprints.coedit.hosts import Colleague, SectionName, register_host
from app.core.db import db
from app.core.policy import allow

HOST = "desk"
tables = MetaData()  # of its own: the product's migrations must not see it
seats = Table(
    "coedit_test_seat",
    tables,
    Column("document_id", Integer, primary_key=True),
    Column("user_id", Integer, primary_key=True),
    Column("role", String(10)),
)


class Desk:
    def __init__(self, document_id: int) -> None:
        self.document_id = document_id

    def role_of(self, actor: User) -> str | None:
        seat = select(seats.c.role).where(
            seats.c.document_id == self.document_id, seats.c.user_id == actor.id
        )
        return db.session.execute(seat).scalar_one_or_none()


class DeskHost:
    def subject(self, document_id: int) -> Desk:
        return Desk(document_id)

    def colleagues(self, document_id: int) -> list[Colleague]:
        seated = select(seats.c.user_id).where(seats.c.document_id == document_id)
        people = db.session.scalars(select(User).where(User.id.in_(seated)))
        return [Colleague(person.id, person.name, person.name_pinyin, "实验小学") for person in people]

    def sections(self, document_id: int) -> list[SectionName]:
        return [
            SectionName("objectives", "教学目标"),
            SectionName("process", "教学过程"),
            SectionName("homework", "作业设计"),
        ]

    def address(self, document_id: int) -> str:
        return f"/test/{document_id}"

    def has_left(self, document_id: int, person: User) -> bool:
        return False


@allow(Desk, "read_document")
def has_a_seat(actor: User, desk: Desk) -> bool:
    return desk.role_of(actor) is not None


@allow(
    Desk,
    "edit_document",
    "read_history",
    "comment_document",
    "settle_comments",
    "decide_suggestions",
    "assign_sections",
    "present_document",
)
def may_write(actor: User, desk: Desk) -> bool:
    return desk.role_of(actor) == "edit"


@allow(Desk, "suggest_in_document")
def may_suggest(actor: User, desk: Desk) -> bool:
    return desk.role_of(actor) == "suggest"


def seat(document_id: int, user_id: int, role: str) -> None:
    db.session.execute(insert(seats).values(document_id=document_id, user_id=user_id, role=role))


def open_for_business() -> None:
    tables.create_all(db.engine)
    register_host(HOST, DeskHost())
