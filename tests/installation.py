"""The demonstration on a real server, and people who come to it over HTTP, as browsers would."""

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from app.blueprints.coedit.room.log import read_log
from app.blueprints.coedit.room.replica import Replica
from app.blueprints.coedit.text.content import to_pm
from app.blueprints.coedit.text.plain_text import text_of
from app.demo.accounts import PASSWORD
from tests.live import ROOT, LiveServer

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """A page after all redirects."""

    status: int
    url: str
    text: str

    def found(self, pattern: str) -> str:
        """The one part of the page that the group of `pattern` means."""
        match = re.search(pattern, self.text, re.DOTALL)
        assert match is not None, f"no {pattern} in\n{self.text[:3000]}"
        return unescape(match.group(1))


class Visitor:
    """Somebody with a browser that has no JavaScript."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)

    @property
    def cookies(self) -> list[Any]:
        """For a real window that goes on in their place."""
        return [
            {"name": each.name, "value": each.value or "", "url": self._address} for each in self._cookies
        ]

    def sign_in(self, account: str) -> "Visitor":
        page = self.post("/sign-in", page="/sign-in", name=account, password=PASSWORD)
        assert page.status == 200, page.text
        assert not page.url.endswith("/sign-in"), page.text
        return self

    def get(self, path: str, **query: str) -> Answer:
        words = f"?{urllib.parse.urlencode(query)}" if query else ""
        return self._open(urllib.request.Request(f"{self._address}{path}{words}"))  # noqa: S310 - our own

    def post(self, path: str, *, page: str = "/search", **fields: str | int) -> Answer:
        """Send a form of `page`, whose token it takes."""
        fields["csrf_token"] = self.get(page).found(TOKEN.pattern)
        body = urllib.parse.urlencode(fields).encode()
        return self._open(urllib.request.Request(f"{self._address}{path}", data=body))  # noqa: S310 - our own

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.read().decode())


class Installation:
    """A school group's own server with its data, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = LiveServer(folder, QINGLAN_DEMO="true")

    def visitor(self, account: str) -> Visitor:
        return Visitor(self.server.url).sign_in(account)

    def stored_text(self, document_id: int) -> str:
        """What is in the database, read from the log of the document past the server."""
        engine = create_engine(f"sqlite:///{self.folder / 'qinglan.sqlite3'}")
        try:
            with engine.connect() as connection:
                stored = read_log(connection, document_id)
        finally:
            engine.dispose()
        assert stored is not None
        return text_of(to_pm(Replica(stored.snapshot, stored.updates).state()))

    def close_document(self, document_id: int) -> None:
        """The text is final from now on, whatever the state of its plan says."""
        engine = create_engine(f"sqlite:///{self.folder / 'qinglan.sqlite3'}")
        with engine.begin() as connection:
            closing = text("UPDATE document SET closed_at = CURRENT_TIMESTAMP WHERE id = :id")
            assert connection.execute(closing, {"id": document_id}).rowcount == 1
        engine.dispose()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration, to be copied and never changed."""
    folder = tmp_path_factory.mktemp("demonstration")
    subprocess.run(
        [sys.executable, "-m", "tests.found_demonstration"],
        cwd=ROOT,
        env={
            **os.environ,
            "QINGLAN_DATA_DIR": str(folder),
            "QINGLAN_DATABASE_URL": "",
            "QINGLAN_DEMO": "true",
        },
        check=True,
    )
    return folder


@pytest.fixture
def installation(demonstration: Path, tmp_path: Path) -> Iterator[Installation]:
    folder = tmp_path / "installation"
    shutil.copytree(demonstration, folder)
    installation = Installation(folder)
    try:
        installation.server.start()
        yield installation
    finally:
        installation.server.kill()
