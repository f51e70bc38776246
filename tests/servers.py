"""Private PostgreSQL and Redis servers on free ports in temporary folders; exactly those are stopped."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import redis as redis_client

PATIENCE_SECONDS = 30


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh cluster; yields the SQLAlchemy URL of its maintenance database."""
    programs = postgres_programs()
    folder, port = Path(mkdtemp(prefix="qinglan-pg-")), free_port()
    owner = _give_to_postgres_user(folder)
    cluster = folder / "cluster"
    subprocess.run(
        [*owner, programs / "initdb", "-D", cluster, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(*owner, programs / "postgres", "-D", cluster, "-k", folder),
                *("-h", "127.0.0.1", "-p", str(port), "-c", "fsync=off", "-c", "max_connections=200"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=log,
            cwd=folder,
        )
    try:
        _wait_for(
            lambda: psycopg.connect(host="127.0.0.1", port=port, user="test", dbname="postgres").close()
        )
        yield f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
    finally:
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """An empty Redis without persistence; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise FileNotFoundError("redis-server")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(lambda: redis_client.Redis.from_url(url).ping())
        yield url
    finally:
        _stop(server)


def postgres_programs() -> Path:
    """The folder of the newest installed PostgreSQL's programs. Raises FileNotFoundError."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not folders:
        raise FileNotFoundError("initdb")
    return folders[-1].parent


def _give_to_postgres_user(folder: Path) -> list[str | Path]:
    """PostgreSQL refuses to run as root: then its own user owns the folder and runs the programs."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _wait_for(attempt: object) -> None:
    assert callable(attempt)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            attempt()
        except (OSError, psycopg.OperationalError, redis_client.ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
