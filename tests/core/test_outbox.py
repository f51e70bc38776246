"""Events are delivered exactly if the transaction commits, at least once, and failures wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.uow import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Rang(outbox.Event):
    name = "test.rang"

    times: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    times: list[int] = []

    @outbox.subscribe(Rang)
    def listen(event: Rang) -> None:
        if event.times < 0:
            raise RuntimeError
        times.append(event.times)

    yield times
    outbox._subscribers.pop(Rang.name)


def test_a_failed_unit_of_work_emits_nothing(app: Flask, session: Session) -> None:
    def ring_and_fail() -> None:
        with unit_of_work():
            outbox.emit(Rang(times=1))
            raise ZeroDivisionError

    with app.app_context(), pytest.raises(ZeroDivisionError):
        ring_and_fail()

    assert session.scalars(select(outbox.OutboxEntry)).all() == []


def test_each_entry_is_delivered_once_in_order(
    app: Flask, heard: list[int], deliver: Callable[[], int]
) -> None:
    with app.app_context(), unit_of_work():
        outbox.emit(Rang(times=1))
        outbox.emit(Rang(times=2))

    assert [deliver(), deliver()] == [2, 0]
    assert heard == [1, 2]


def test_a_failed_delivery_waits_and_does_not_block_the_next(
    app: Flask, heard: list[int], deliver: Callable[[], int], session: Session
) -> None:
    with app.app_context(), unit_of_work():
        outbox.emit(Rang(times=-1))
        outbox.emit(Rang(times=2))

    assert deliver() == 1
    assert heard == [2]
    entry = session.scalars(select(outbox.OutboxEntry).order_by(outbox.OutboxEntry.id)).first()
    assert entry is not None
    assert entry.attempts == 1
    assert entry.done_at is None
    assert entry.due_at > entry.created_at
