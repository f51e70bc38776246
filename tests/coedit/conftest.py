"""A running server with a document and people, for tests that need the real thing."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.coedit.browsers import Page, require_node
from tests.live import ROOT, LiveServer


class Office:
    """The server, and what is done beside it."""

    def __init__(self, folder: Path) -> None:
        self.server = LiveServer(folder, program="tests/coedit/serve.py", QINGLAN_SQLITE_SYNCHRONOUS="NORMAL")
        founded = self.act("found")
        self.document: int = founded["document"]
        self.people: dict[str, int] = founded["people"]
        self.cookies: dict[str, str] = founded["cookies"]
        self._pages: list[Page] = []

    def act(self, action: str, *arguments: object) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.coedit.office", action, *map(str, arguments)],
            cwd=ROOT,
            env=self.server.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def page(self, who: str | None, *, join: bool = True, **options: Any) -> Page:
        """A page that `who` has opened and joined the document with."""
        page = Page()
        self._pages.append(page)
        cookie = self.cookies[who] if who else None
        page.do("connect", url=self.server.url, cookie=cookie, **options)
        if join:
            page.do("join", doc=self.document)
        return page

    def close(self) -> None:
        for page in self._pages:
            page.close()
        self.server.kill()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    require_node()
    office = Office(tmp_path)
    office.server.start()
    yield office
    office.close()


@pytest.fixture
def open_page(office: Office) -> Callable[..., Page]:
    return office.page
