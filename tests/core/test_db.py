"""Writers queue instead of failing, and see what the one before them wrote."""

import threading
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


def test_a_failed_write_leaves_the_gate_open() -> None:
    assert db.write_gate.acquire(blocking=False)
    db.write_gate.release()
