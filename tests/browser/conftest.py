"""Real windows of a real Chromium on a real server that may be killed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.town import Town
from tests.browser.windows import Window
from tests.installation import Installation
from tests.live import ROOT, LiveServer


class School:
    """A server with one document, the teachers who may write or read it, and their windows."""

    def __init__(self, folder: Path, chromium: Browser) -> None:
        self.server = LiveServer(folder, program="tests/browser/serve.py")
        founded = self.act("found", "plan")
        self.document: int = founded["document"]
        self.people: dict[str, int] = founded["people"]
        self._cookies: dict[str, str] = founded["cookies"]
        self._chromium = chromium
        self.complaints: list[str] = []
        self.console: list[str] = []

    def act(self, action: str, *arguments: object) -> Any:
        """Do something beside the server, in a process of its own (tests/coedit/office.py)."""
        return json.loads(self._run("tests.coedit.office", said=json.dumps([action, *arguments])))

    def shelf(self, action: str, *arguments: object) -> Any:
        """Look at the documents in the database (tests/browser/shelf.py)."""
        return json.loads(self._run("tests.browser.shelf", action, *arguments))

    def stored(self) -> str:
        """The words that are in the database."""
        return str(self.shelf("words", self.document)).strip()

    def window(self, who: str, **options: Any) -> Window:
        """A fresh browser of this teacher with the document open."""
        return self.windows_of(who, 1, **options)[0]

    def windows_of(self, who: str, count: int, **options: Any) -> list[Window]:
        """Several windows in one browser: they share what the browser keeps."""
        context = self._chromium.new_context(locale="zh-CN", **options)
        name, value = self._cookies[who].split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": self.server.url}])
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        return [self._open(context.new_page()) for _ in range(count)]

    def _open(self, page: Page) -> Window:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._note(line.type, line.text))
        page.goto(f"{self.server.url}/test/{self.document}")
        return Window(page)

    def _note(self, kind: str, words: str) -> None:
        self.console.append(words)
        if kind == "error" and "Content Security Policy" in words:
            self.complaints.append(words)

    def _run(self, program: str, *arguments: object, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", program, *map(str, arguments)],
            cwd=ROOT,
            env=self.server.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def school(tmp_path: Path, chromium: Browser) -> Iterator[School]:
    school = School(tmp_path, chromium)
    school.server.start()
    yield school
    for context in chromium.contexts:
        context.close()
    school.server.kill()
    assert school.complaints == []


@pytest.fixture
def town(installation: Installation, chromium: Browser) -> Iterator[Town]:
    town = Town(installation, chromium)
    yield town
    town.close()
    assert town.complaints == []
