"""Fixtures of the whole suite: the application inside a transaction that is rolled back."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as property_tests
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

from app import create_app
from app.blueprints.accounts.models import User
from app.blueprints.search.indexing import index_changes
from app.config import Settings
from app.core import jobs, outbox
from app.core.db import Base, db
from app.web.limits import limiter
from tests.factories import Make

property_tests.register_profile(
    "same", derandomize=True
)  # one commit, one verdict: `make fuzz` looks for new cases
property_tests.register_profile("searching", derandomize=False)
property_tests.load_profile("same")

pytest_plugins = ("tests.chromium", "tests.hindrances", "tests.installation")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser or a server depends on the pace of the machine: a second attempt, which the
    summary names with the first one's traceback. Everything else is right or wrong the first time."""
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("live"):
            item.add_marker(pytest.mark.flaky(reruns=1))


class Browser(FlaskClient):
    """A test client that signs people in through a real session row, and is as strict as a real server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        for name, value in answer.headers:
            assert value.isascii() or value.encode("latin-1"), f"no server sends this: {name}: {value}"
        return answer

    def login(self, user: User) -> "Browser":
        from app.blueprints.accounts.session import open_session

        with self.application.test_request_context():
            from flask import session as cookie

            open_session(user)
            db.session.commit()
            token = dict(cookie)
        with self.session_transaction() as stored:
            stored.clear()
            stored.update(token)
        return self


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> str:
    """ "" for SQLite in a temporary folder; else a database of this xdist worker's own on the server
    that TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        return ""
    name = f"test_{worker_id}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Settings:
    folder: Path = tmp_path_factory.mktemp("data")
    return Settings(
        _env_file=None,
        data_dir=folder,
        database_url=database_url,
        sqlite_synchronous="OFF",
        demo=False,
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    Base.metadata.create_all(db.engine)
    yield app
    with db.engine.connect() as connection:
        left = [
            table.name for table in Base.metadata.sorted_tables if connection.scalar(select(table).limit(1))
        ]
    db.engine.dispose()
    assert not left, "a test wrote beside its transaction, or something it started wrote after it had ended"


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The app inside one outer transaction, rolled back after the test.

    No application context is left pushed: each request must open its own.
    """
    with db.engine.connect() as connection:
        outer = connection.begin()
        db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        limiter.reset()  # it counts in memory, for ids that the next test uses again
        yield migrated_app
        outer.rollback()
    db.sessions.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with db.sessions(expire_on_commit=True) as session:
        yield session


@pytest.fixture
def make(session: Session) -> Make:
    return Make(session)


@pytest.fixture
def browser(app: Flask) -> Browser:
    client = app.test_client()
    assert isinstance(client, Browser)
    return client


@pytest.fixture
def deliver(app: Flask) -> Callable[[], int]:
    """Run the outbox and the indexer, as the worker would."""

    def run() -> int:
        with app.app_context():
            delivered = outbox.drain()
            index_changes()
            return delivered

    return run


@pytest.fixture
def work(app: Flask) -> Callable[[], int]:
    """Run every background job that is due, as the worker would."""

    def run() -> int:
        done = 0
        with app.app_context():
            while jobs.run_due():
                done += 1
        return done

    return run
