"""Signals through a table that every web process looks at twice a second: nothing to install."""

import time
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import gevent
import structlog
from sqlalchemy import JSON, String, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.ports.realtime import Listener, hand_out

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.5
LATE_SECONDS = 10.0  # on PostgreSQL a smaller id may become visible after a bigger one
KEPT_FOR = timedelta(hours=1)


class Signal(Base):
    __tablename__ = "signal"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(default=clock.stamp, index=True)


class DatabaseRealtime:
    """Publishing is part of the caller's transaction; listening begins with the first listener."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {}
        self._heard: deque[tuple[float, int]] = deque()  # (when, id), to tell late ones from known ones
        self._floor = 0

    def publish(self, topic: str, payload: Mapping[str, Any]) -> None:
        db.session.execute(delete(Signal).where(Signal.at < clock.now() - KEPT_FOR))
        db.session.add(Signal(topic=topic, payload=dict(payload)))

    def listen(self, topic: str, listener: Listener) -> None:
        if not self._listeners:
            self._floor = self._newest()
            gevent.spawn(self._poll)
        self._listeners.setdefault(topic, []).append(listener)

    def deliver(self) -> int:
        """Hand out what is new. Returns how many signals that were."""
        self._forget_old()
        known = {number for _when, number in self._heard}
        with db.engine.connect() as connection:
            rows = connection.execute(
                select(Signal.id, Signal.topic, Signal.payload)
                .where(Signal.id > self._floor)
                .order_by(Signal.id)
            ).all()
        news = [row for row in rows if row.id not in known]
        for row in news:
            self._heard.append((time.monotonic(), row.id))
            hand_out(row.topic, row.payload, self._listeners.get(row.topic, []))
        return len(news)

    def _poll(self) -> None:
        while True:
            gevent.sleep(POLL_SECONDS)
            try:
                self.deliver()
            except SQLAlchemyError as error:
                log.warning("signals not read", error=str(error)[:200])

    def _forget_old(self) -> None:
        while self._heard and self._heard[0][0] < time.monotonic() - LATE_SECONDS:
            self._floor = max(self._floor, self._heard.popleft()[1])

    def _newest(self) -> int:
        with db.engine.connect() as connection:
            return connection.execute(select(func.max(Signal.id))).scalar_one() or 0
