"""Every migration goes up, down and up again, and ends at the models."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def empty_database(tmp_path: Path, worker_id: str) -> str:
    """The URL of a database of its own, on the server under test."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        return f"sqlite:///{tmp_path / 'migrations.sqlite3'}"
    name = f"migrations_{worker_id}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def alembic(*arguments: str, url: str, folder: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "alembic", *arguments],
        cwd=ROOT,
        env={**os.environ, "QINGLAN_DATABASE_URL": url, "QINGLAN_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_up_down_up_and_equal_to_the_models(empty_database: str, tmp_path: Path) -> None:
    for step in (["upgrade", "head"], ["check"], ["downgrade", "base"], ["upgrade", "head"], ["check"]):
        alembic(*step, url=empty_database, folder=tmp_path)


def test_there_is_one_head() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "alembic", "heads"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 1


def test_migrations_outlive_the_application() -> None:
    importing = [
        path.name
        for path in (ROOT / "migrations/versions").glob("*.py")
        if "import app" in path.read_text() or "from app" in path.read_text()
    ]

    assert importing == []
