"""Databases of their own for the rooms, and a running server for tests that need the real thing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app import create_app
from app.blueprints.coedit.room import limits
from app.config import Settings
from app.core.db import Base, db
from app.ports import realtime
from tests.coedit.browsers import Page, require_node
from tests.coedit.desks import open_for_business, tables
from tests.coedit.house_rig import Rig
from tests.live import ROOT, LiveServer


@pytest.fixture(scope="session")
def rooms_app(migrated_app: Flask, tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Flask:
    """The application on a second database: the rooms commit, and nothing rolls that back."""
    first = db.engine, db.sessions
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path_factory.mktemp("rooms"),
        database_url=_beside(database_url, "rooms"),
        sqlite_synchronous="OFF",
        demo=False,
    )
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    realtime.use(app, realtime.NullRealtime())
    app.config["ROOMS_DB"] = db.engine, db.sessions
    Base.metadata.create_all(db.engine)
    open_for_business()
    db.engine, db.sessions = first
    return app


@pytest.fixture
def own_app(rooms_app: Flask) -> Iterator[Flask]:
    """`rooms_app` in charge of `db` for one test; its tables are emptied afterwards."""
    first = db.engine, db.sessions
    db.engine, db.sessions = rooms_app.config["ROOMS_DB"]
    yield rooms_app
    with db.engine.begin() as connection:
        for table in [*reversed(Base.metadata.sorted_tables), *tables.sorted_tables]:
            connection.execute(table.delete())
    db.engine, db.sessions = first


def _beside(database_url: str, purpose: str) -> str:
    """On PostgreSQL: another database of this worker's, made afresh."""
    if not database_url:
        return ""
    url = make_url(database_url)
    name = f"{url.database}_{purpose}"
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)


class Premises:
    """The server of all these tests, and a clerk who changes things beside it."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        settings = {
            "QINGLAN_SQLITE_SYNCHRONOUS": "NORMAL",
            "QINGLAN_REDIS_URL": os.environ.get("TEST_REDIS_URL", ""),
            **environment,
        }
        self.server = LiveServer(folder, database_url, program="tests/coedit/serve.py", **settings)
        self._clerk = subprocess.Popen(
            [sys.executable, "-m", "tests.coedit.office"],
            cwd=ROOT,
            env=self.server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def act(self, action: str, *arguments: object) -> Any:
        assert self._clerk.stdin
        assert self._clerk.stdout
        self._clerk.stdin.write(json.dumps([action, *arguments]) + "\n")
        self._clerk.stdin.flush()
        return json.loads(self._clerk.stdout.readline())

    def close(self) -> None:
        self.server.kill()
        self._clerk.kill()
        self._clerk.communicate()


class Office:
    """One test's people and document."""

    def __init__(self, premises: Premises) -> None:
        self.server, self.act = premises.server, premises.act
        founded = self.act("found")
        self.document: int = founded["document"]
        self.people: dict[str, int] = founded["people"]
        self.cookies: dict[str, str] = founded["cookies"]
        self._pages: list[Page] = []

    def page(
        self, who: str | None, *, join: bool = True, at: LiveServer | None = None, **options: Any
    ) -> Page:
        """A page that `who` has opened and joined the document with, `at` one of several nodes."""
        page = Page()
        self._pages.append(page)
        cookie = self.cookies[who] if who else None
        page.do("connect", url=(at or self.server).url, cookie=cookie, **options)
        if join:
            page.do("join", doc=self.document)
        return page

    def close(self) -> None:
        for page in self._pages:
            page.close()


@pytest.fixture(scope="session")
def premises(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Premises]:
    require_node()
    premises = Premises(tmp_path_factory.mktemp("premises"), _beside(database_url, "office"))
    try:
        premises.act("found")  # makes the tables
        premises.server.start()
        yield premises
    finally:
        premises.close()


@pytest.fixture
def office(premises: Premises) -> Iterator[Office]:
    office = Office(premises)
    yield office
    office.close()


@pytest.fixture
def rig(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A house without sockets. However slow the machine, a room takes in all it has in one turn."""
    monkeypatch.setattr(limits, "TAKE_SECONDS", 60.0)
    with own_app.app_context():
        rig = Rig()
        yield rig
        rig.close()
