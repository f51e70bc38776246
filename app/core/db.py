"""The declarative base, the engine, and one session per application context.

SQLite has one writer. A transaction that reads first and writes later fails at once if anybody
committed in between, and a greenlet that waits inside sqlite3 stops all others of its process. So
writers queue at `write_gate`, which greenlets can wait for, and begin with BEGIN IMMEDIATE, in turn
with the writers of other processes (sqlite_turns.py).
"""

import enum
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from app.core import clock
from app.core.sqlite_turns import PATIENCE_SECONDS, begin_writing


def _values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, also on SQLite, which forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=30, values_callable=_values),
    }


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(default=clock.stamp)


class Database:
    """Engine and sessions of the running application; `db` below is the only instance."""

    engine: Engine
    sessions: sessionmaker[Session]

    def __init__(self) -> None:
        self.write_gate = threading.RLock()
        self.patience = PATIENCE_SECONDS

    def init_app(self, app: Flask, url: str, *, synchronous: str = "FULL") -> None:
        """`synchronous` is SQLite's: FULL survives a power cut, OFF is for tests."""
        self.engine = create_engine(
            url,
            pool_pre_ping=url.startswith("postgresql"),
            hide_parameters=True,  # no lesson, name or hash in a log line
        )
        self.sessions = sessionmaker(self.engine)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _configure_sqlite(synchronous))
            event.listen(self.engine, "begin", _begin_sqlite)
        app.teardown_appcontext(self._close)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def session(self) -> Session:
        if "session" not in g:
            g.session = self.sessions()
        session: Session = g.session
        return session

    @contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[Session]:
        """The session inside a transaction that may write; commits nothing by itself.

        What was read before is read again under the lock, so nobody overwrites what he did not see.
        Raises OperationalError when it is not our turn within `patience` seconds (default: the database's).
        """
        session = self.session
        if not self.is_sqlite or isinstance(
            session.get_bind(), Connection
        ):  # bound: a test's outer transaction
            yield session
            return
        with self._at_the_gate(self.patience if patience is None else patience) as left:
            session.rollback()
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE", "sqlite_patience": left})
            yield session

    @contextmanager
    def _at_the_gate(self, patience: float) -> Iterator[float]:
        """Wait for this process's other writers. Yields how many seconds of the patience are left."""
        deadline = time.monotonic() + patience
        if not self.write_gate.acquire(timeout=patience):
            raise OperationalError(None, None, TimeoutError("others kept the database"))
        try:
            yield max(deadline - time.monotonic(), 0.0)
        finally:
            self.write_gate.release()

    def _close(self, _error: BaseException | None) -> None:
        if "session" in g:
            g.pop("session").close()


def takes_nothing(error: OperationalError) -> bool:
    """Whether the database is locked, full, out of reach or on a broken disk: later it may be well again."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}


def _configure_sqlite(synchronous: str) -> Any:
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # or sqlite3 commits behind SQLAlchemy's back
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")

    return configure


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("sqlite_begin") == "IMMEDIATE":
        begin_writing(connection, patience=options.get("sqlite_patience", PATIENCE_SECONDS))
    else:
        connection.exec_driver_sql("BEGIN")


db = Database()
