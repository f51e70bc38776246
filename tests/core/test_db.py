"""Writers queue instead of failing, and see what the one before them wrote."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Database, db


class Counter(Base):
    __tablename__ = "test_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def test_concurrent_writers_lose_nothing(tmp_path: Path) -> None:
    app, database = Flask(__name__), Database()
    database.init_app(app, f"sqlite:///{tmp_path / 'a.sqlite3'}", synchronous="OFF")
    Counter.__table__.create(database.engine)  # type: ignore[attr-defined]  # a Table, whatever mypy thinks
    with app.app_context(), database.writing() as session:
        session.add(Counter(id=1))
        session.commit()

    def count() -> None:
        for _ in range(20):
            with app.app_context():
                counter = database.session.get_one(Counter, 1)  # read before the lock, as routes do
                with database.writing() as session:
                    counter.value += 1
                    session.commit()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert database.session.get_one(Counter, 1).value == 80
    database.engine.dispose()
    Base.metadata.remove(Counter.__table__)  # type: ignore[arg-type]


OTHER_PROCESS = """
import sys, time
from flask import Flask
from app.core.db import Database
app, database = Flask("other"), Database()
database.init_app(app, sys.argv[1], synchronous="OFF")
with app.app_context():
    for number in range(150):
        with database.writing() as session:
            session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS busy (n)")
            time.sleep(0.1)
            session.commit()
        if number == 0:
            print("writing", flush=True)
"""


def test_a_process_that_writes_without_a_pause_keeps_nobody_waiting(tmp_path: Path) -> None:
    """As a worker does that finds a long outbox: SQLite alone would say "database is locked" in the end."""
    app, database = Flask(__name__), Database()
    url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    database.init_app(app, url, synchronous="OFF")
    with subprocess.Popen([sys.executable, "-c", OTHER_PROCESS, url], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"writing\n"
        waits = []
        for _ in range(8):
            started = time.monotonic()
            with app.app_context(), database.writing() as session:
                waits.append(time.monotonic() - started)
                session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS mine (n)")
                session.commit()
        assert other.poll() is None
        other.kill()
    database.engine.dispose()

    assert max(waits) < 1.5, waits


def test_a_failed_write_leaves_the_gate_open() -> None:
    assert db.write_gate.acquire(blocking=False)
    db.write_gate.release()
