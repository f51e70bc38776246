"""Where the rooms keep what they acknowledge: one connection of its own, off the event loop.

sqlite3 blocks the greenlets of the whole process, so its calls run in gevent's thread pool. psycopg
waits like a greenlet should, and is called directly.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, TypeVar

import structlog
from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.blueprints.coedit.room import log as document_log
from app.blueprints.coedit.room import log_sqlite
from app.blueprints.coedit.room.log import Batch, Head, StoredLog, Tail

log = structlog.get_logger(__name__)
T = TypeVar("T")

GATE_SECONDS = 10.0
BUSY_MILLISECONDS = 5000


class NotStored(Exception):
    """The database did not take it. Nothing of it may be acknowledged."""


class Unfit(NotStored):
    """One of the batches breaks a rule of the database; the others alone may fit."""


class Gate(Protocol):
    """The queue of writers of this process (core.db.write_gate)."""

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool: ...
    def release(self) -> None: ...


class Store:
    """Reads and appends the logs. Raises NotStored; nothing else on account of the database."""

    def __init__(self, engine: Engine, gate: Gate, *, busy_milliseconds: int = BUSY_MILLISECONDS) -> None:
        self._engine, self._gate = engine, gate
        self._busy = busy_milliseconds
        self._threaded = engine.dialect.name == "sqlite"
        self._writing_thread, self._reading_threads = ThreadPool(1), ThreadPool(2)
        self._connection: Connection | None = None
        self._closed = False
        self._turn = BoundedSemaphore()  # the pump and compactions share the connection

    def load(self, document_id: int) -> StoredLog | None:
        return self._read(document_log.read_log, document_id)

    def tail(self, document_id: int, after: int) -> Tail | None:
        return self._read(document_log.read_tail, document_id, after)

    def heads(self, document_ids: Sequence[int]) -> dict[int, Head]:
        return self._read(document_log.read_heads, document_ids) if document_ids else {}

    def commit(self, batches: Sequence[Batch]) -> dict[int, int | None]:
        """All batches in one transaction; the new heads, None for documents that are closed or gone."""
        if self._threaded and not any(batch.claims for batch in batches):
            return self._write(_straight_to_sqlite, batches, self._busy / 1000)
        return self._write(_in_transaction, document_log.write_batches, batches)

    def compact(self, document_id: int, seq: int, state: bytes) -> None:
        self._write(_in_transaction, document_log.write_snapshot, document_id, seq, state)

    def probe(self, document_id: int) -> None:
        """Raises NotStored while nothing can be written."""
        self._write(_in_transaction, document_log.try_writing, document_id)

    def close(self) -> None:
        """Nothing is stored any more, whatever still runs."""
        self._closed = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for pool in (self._writing_thread, self._reading_threads):
            pool.kill()

    def _read(self, work: Callable[..., T], *args: Any) -> T:
        try:
            with self._engine.connect() as connection:
                found: T = self._apart(self._reading_threads, work, connection, *args)
        except SQLAlchemyError as error:
            raise NotStored from error
        return found

    def _write(self, work: Callable[..., T], *args: Any) -> T:
        with self._turn, self._queue():
            try:
                connection = self._open()
                written: T = self._apart(self._writing_thread, work, connection, *args)
            except (IntegrityError, sqlite3.IntegrityError) as error:
                raise Unfit from error
            except (SQLAlchemyError, sqlite3.Error) as error:
                self._drop()
                log.warning("documents not stored", error=str(error.__cause__ or error)[:200])
                raise NotStored from error
            return written

    def _queue(self) -> AbstractContextManager[None]:
        return _AtTheGate(self._gate) if self._threaded else nullcontext()

    def _open(self) -> Connection:
        if self._closed:
            raise NotStored
        if self._connection is None:
            connection = self._engine.connect()
            if not self._threaded:
                connection.exec_driver_sql(f"SET lock_timeout = {self._busy}")
                connection.commit()
            self._connection = connection.execution_options(
                sqlite_begin="IMMEDIATE", sqlite_patience=self._busy / 1000
            )
        return self._connection

    def _drop(self) -> None:
        """A connection that failed is not used again."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _apart(self, pool: ThreadPool, work: Callable[..., Any], *args: Any) -> Any:
        if not self._threaded:
            return work(*args)
        written, error = pool.apply(_quietly, (work, args))
        if error is not None:
            raise error
        return written


class _AtTheGate:
    """SQLite has one writer at a time; this process's others wait here, where greenlets can."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def __enter__(self) -> None:
        if not self._gate.acquire(timeout=GATE_SECONDS):
            raise NotStored

    def __exit__(self, *_error: object) -> None:
        self._gate.release()


def _quietly(
    work: Callable[..., Any], args: tuple[Any, ...]
) -> tuple[Any, SQLAlchemyError | sqlite3.Error | None]:
    """gevent prints a whole trace for what a thread raises: on a full disk that was every few seconds."""
    try:
        return work(*args), None
    except (SQLAlchemyError, sqlite3.Error) as error:
        return None, error


def _in_transaction(connection: Connection, work: Callable[..., T], *args: Any) -> T:
    with connection.begin():
        return work(connection, *args)


def _straight_to_sqlite(
    connection: Connection, batches: Sequence[Batch], patience: float
) -> dict[int, int | None]:
    driver: Any = connection.connection.dbapi_connection
    return log_sqlite.commit(driver, connection.engine.url.database, batches, patience)
