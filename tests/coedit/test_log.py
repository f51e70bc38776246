"""A page's first words go through SQLAlchemy, the others straight to SQLite: both leave the same behind."""

import pytest
from sqlalchemy import select, update

from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.room.log import Batch, Row
from app.blueprints.coedit.room.store import Unfit
from app.core import clock
from app.core.db import db
from tests.coedit.house_rig import Rig

CLIENT = 4_000_000_000
WAYS = pytest.mark.parametrize("claims", [{}, {CLIENT: 1}], ids=["straight", "with claims"])


def batch_of(rig: Rig, *words: bytes, claims: dict[int, int]) -> Batch:
    author = rig.user_id("ann")
    rows = [Row(author, CLIENT, data) for data in words]
    return Batch(rig.document_id, rows, dict.fromkeys(claims, author))


@WAYS
def test_rows_are_numbered_in_order_and_say_who_wrote_them_when(rig: Rig, claims: dict[int, int]) -> None:
    other = Rig.beside(rig)
    before = clock.now()

    batches = [batch_of(rig, b"one", b"two", claims=claims), batch_of(other, b"three", claims=claims)]
    heads = rig.store.commit(batches)

    assert heads == {rig.document_id: 3, other.document_id: 2}
    found = db.session.scalars(
        select(DocumentUpdate).where(DocumentUpdate.seq > 1).order_by(DocumentUpdate.document_id)
    ).all()
    assert [(row.document_id, row.seq, row.data) for row in found] == [
        (rig.document_id, 2, b"one"),
        (rig.document_id, 3, b"two"),
        (other.document_id, 2, b"three"),
    ]
    assert {(row.author_id, row.client_id) for row in found} == {(rig.user_id("ann"), CLIENT)}
    assert all(before <= row.at <= clock.now() for row in found)


@WAYS
def test_what_is_closed_takes_nothing_and_keeps_no_other_from_writing(
    rig: Rig, claims: dict[int, int]
) -> None:
    other = Rig.beside(rig)
    db.session.execute(update(Document).where(Document.id == rig.document_id).values(closed_at=clock.now()))
    db.session.commit()

    heads = rig.store.commit([batch_of(rig, b"late", claims=claims), batch_of(other, b"ok", claims=claims)])

    assert heads == {rig.document_id: None, other.document_id: 2}
    assert [seq for seq, _author in rig.rows()] == [1, 1, 2]


@WAYS
def test_one_row_that_does_not_fit_leaves_nothing_and_the_next_commit_works(
    rig: Rig, claims: dict[int, int]
) -> None:
    nobody = Batch(rig.document_id, [Row(0, CLIENT, b"whose?")], dict.fromkeys(claims, 0))

    with pytest.raises(Unfit):
        rig.store.commit([nobody])

    assert rig.store.commit([batch_of(rig, b"mine", claims=claims)]) == {rig.document_id: 2}
    assert rig.rows() == [(1, rig.user_id("周若溪")), (2, rig.user_id("ann"))]
