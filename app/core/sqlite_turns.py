"""Turns at writing between the processes that share one SQLite database.

SQLite keeps no queue: whoever waits looks again every tenth of a second, and is passed over for as long
as another process writes one transaction after the other; in the end it is told that the database is
locked. So a writer first takes the door, a lock on a file beside the database, and leaves it once its
transaction has begun: nobody begins twice while somebody waits. Waiting lets other greenlets work.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection

PATIENCE_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.005


def begin_writing(connection: Connection, *, patience: float = PATIENCE_SECONDS) -> None:
    """BEGIN IMMEDIATE, as soon as it is our turn. Raises OperationalError if it never is."""
    driver: Any = connection.connection.dbapi_connection
    insist = partial(connection.exec_driver_sql, "BEGIN IMMEDIATE")  # raises as everybody expects it
    take_turn(driver, connection.engine.url.database, insist, patience=patience)


def take_turn(
    driver: sqlite3.Connection, database: str | None, insist: Callable[[], object], *, patience: float
) -> None:
    """The same without SQLAlchemy: rooms begin a hundred times a second. `insist` says why it cannot be."""
    deadline = time.monotonic() + patience
    usual = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    with _door(database, deadline):
        driver.execute("PRAGMA busy_timeout = 0")  # sqlite3 would wait with the whole process
        try:
            while (hindrance := _hindrance(driver)) is not None:
                if hindrance != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    insist()
                    return
                time.sleep(LOOK_AGAIN_SECONDS)
        finally:
            driver.execute(f"PRAGMA busy_timeout = {usual}")


def _hindrance(driver: sqlite3.Connection) -> int | None:
    """Begin. Returns SQLite's code of what is in the way; None: it has begun."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return None


@contextmanager
def _door(database: str | None, deadline: float) -> Iterator[None]:
    """Not to be had, or not in time: then without it, as if there were no queue."""
    handle = _handle_of(database)
    if handle is None:
        yield
        return
    try:
        while not _locked(handle) and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_SECONDS)
        yield
    finally:
        os.close(handle)  # and with it the lock


def _handle_of(database: str | None) -> int | None:
    if not database or database == ":memory:" or database.startswith("file:"):
        return None
    try:
        return os.open(f"{database}-door", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a folder that takes no file: the database itself says what is wrong
        return None


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
