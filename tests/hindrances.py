"""What keeps a SQLite database from being written, brought about for real and taken away again."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import Base, db
from app.web.limits import limiter

FILLER = 200_000  # so that the limit below leaves room for a log file or two


@contextmanager
def locked(database: Path, _process: int = 0) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()


@contextmanager
def full(database: Path, process: int = 0) -> Iterator[None]:
    """`process` (0: this one) cannot make the log of the database any longer, as on a disk without room."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as beside:
        beside.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what is in it could be written over
        beside.execute("CREATE TABLE filler AS SELECT randomblob(?)", [FILLER])
        beside.execute("DROP TABLE filler")
        room = Path(f"{database}-wal").stat().st_size
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def database_in(file: Path) -> Iterator[None]:
    """`db` is a SQLite database of its own, whatever the suite runs on: with its own log and lock."""
    with database_at(f"sqlite:///{file}"):
        yield


@contextmanager
def database_at(url: str) -> Iterator[None]:
    """`db` is this empty database, in which transactions are really committed."""
    before = db.engine, db.sessions
    db.init_app(Flask("hindered"), url, synchronous="OFF")
    Base.metadata.create_all(db.engine)
    yield
    db.engine.dispose()
    db.engine, db.sessions = before


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database of `own` lies."""
    return tmp_path / "hindered.sqlite3"


@pytest.fixture
def own(migrated_app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on a database that can be hindered, and with little patience."""
    monkeypatch.setattr(db, "patience", 0.2)
    limiter.reset()
    with database_in(file):
        yield migrated_app
