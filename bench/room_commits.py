"""What a flush of the rooms costs in the database: `python bench/room_commits.py`.

CPU and wall milliseconds of one commit on SQLite with FULL in a temporary folder, for so many documents
with so many authors each; the best of five times 200. `driver` is what the rooms do on SQLite,
`SQLAlchemy` what they do on PostgreSQL and for the first words of a page.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

sys.path.insert(0, str(Path(__file__).parents[1]))
CASES = [(1, 1), (1, 10), (5, 3), (50, 3)]
TIMES, ROUNDS = 200, 5


def main() -> None:
    from app import create_app
    from app.bench import prepare
    from app.core.db import Base, db

    app = create_app()
    Base.metadata.create_all(db.engine)
    with app.app_context():
        prepared = prepare(1, [f"room {number}" for number in range(max(rooms for rooms, _ in CASES))])
    author, documents = prepared["people"][0]["id"], list(prepared["documents"].values())
    connection = db.engine.connect().execution_options(sqlite_begin="IMMEDIATE", sqlite_patience=5)
    ways = {"SQLAlchemy": partial(_by_sqlalchemy, connection), "driver": partial(_by_driver, connection)}
    sys.stdout.write(
        "| documents | authors each | way | CPU ms | wall ms |\n| ---: | ---: | --- | ---: | ---: |\n"
    )
    for rooms, authors in CASES:
        batches = _batches(documents[:rooms], author, authors)
        for way, commit in ways.items():
            cpu, wall = min(_round(commit, batches) for _ in range(ROUNDS))
            sys.stdout.write(f"| {rooms} | {authors} | {way} | {cpu:.2f} | {wall:.2f} |\n")


def _batches(documents: list[int], author: int, authors: int) -> list[Any]:
    from app.blueprints.coedit.room.log import Batch, Row

    rows = [Row(author, 1000 + number, b"x" * 40) for number in range(authors)]
    return [Batch(document, rows) for document in documents]


def _by_sqlalchemy(connection: Connection, batches: list[Any]) -> None:
    from app.blueprints.coedit.room.log import write_batches

    with connection.begin():
        write_batches(connection, batches)


def _by_driver(connection: Connection, batches: list[Any]) -> None:
    from app.blueprints.coedit.room import log_sqlite

    driver: Any = connection.connection.dbapi_connection
    log_sqlite.commit(driver, connection.engine.url.database, batches, patience=5)


def _round(commit: Callable[[list[Any]], None], batches: list[Any]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(TIMES):
        commit(batches)
    return (time.process_time() - cpu) / TIMES * 1e3, (time.perf_counter() - wall) / TIMES * 1e3


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QINGLAN_DATA_DIR"] = folder
        os.environ.pop("QINGLAN_DEMO", None)
        main()
