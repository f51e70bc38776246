"""Side effects that must happen exactly if the transaction commits.

emit() writes a row in the caller's transaction; drain() runs the subscribers afterwards, in the
worker, at least once and in the order of commit, so every subscriber has to be idempotent.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

import structlog
from sqlalchemy import JSON, ColumnElement, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, Timestamps, db
from app.core.uow import unit_of_work

log = structlog.get_logger(__name__)

LONGEST_DELAY = timedelta(hours=1)
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact, past tense, carrying ids only."""

    name: ClassVar[str]
    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        Event.registry[cls.name] = cls


class OutboxEntry(Timestamps, Base):
    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=clock.stamp, index=True)
    done_at: Mapped[datetime | None]


E = TypeVar("E", bound=Event)
_subscribers: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the decorated function for every committed `event`, possibly more than once."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _subscribers[event.name].append(handler)
        return handler

    return register


def emit(event: Event) -> None:
    """Record the fact in the caller's transaction."""
    db.session.add(OutboxEntry(name=event.name, payload=asdict(event)))


def drain(limit: int = 200) -> int:
    """Deliver the entries that are due, oldest first. Returns how many were delivered."""
    delivered = 0
    if not _anything_due():
        return delivered
    for _ in range(limit):
        with unit_of_work():
            entry = _claim_next()
            if entry is None:
                break
            delivered += _attempt(entry)
    return delivered


def forget_delivered() -> int:
    """Delete what was delivered long ago. Returns how many rows went."""
    with unit_of_work():
        old = delete(OutboxEntry).where(OutboxEntry.done_at < clock.now() - KEPT_FOR)
        return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]  # a DML result has one


def _anything_due() -> bool:
    """Asked several times a second: who only looks takes no turn from those who write."""
    return db.session.scalar(select(OutboxEntry.id).where(*_due()).limit(1)) is not None


def _due() -> tuple[ColumnElement[bool], ...]:
    return OutboxEntry.done_at.is_(None), OutboxEntry.due_at <= clock.now()


def _claim_next() -> OutboxEntry | None:
    """Lock one due entry; other workers skip it until our transaction ends."""
    due = select(OutboxEntry).where(*_due())
    return db.session.scalars(
        due.order_by(OutboxEntry.id).limit(1).with_for_update(skip_locked=True)
    ).one_or_none()


def _attempt(entry: OutboxEntry) -> int:
    entry.attempts += 1
    try:
        with db.session.begin_nested():
            event = Event.registry[entry.name](**entry.payload)
            for handler in _subscribers[entry.name]:
                handler(event)
    except Exception:  # what is committed must not get lost: logged, and tried again until it can be done
        log.exception("outbox entry failed", entry=entry.id, event_name=entry.name, attempts=entry.attempts)
        entry.due_at = clock.now() + min(timedelta(seconds=2 ** min(entry.attempts, 12)), LONGEST_DELAY)
        return 0
    entry.done_at = clock.now()
    return 1
