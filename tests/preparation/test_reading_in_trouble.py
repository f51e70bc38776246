"""The database takes nothing for a while: plans are read all the same, and nobody waits to be noted."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from app.web.limits import limiter
from tests.conftest import Browser
from tests.factories import Make
from tests.hindrances import database_in, full, locked
from tests.preparation.factories import make_person, make_preparation, make_world

Hindrance = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hindered.sqlite3"


@pytest.fixture
def own(migrated_app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(db, "patience", 0.2)
    limiter.reset()
    with database_in(file):
        yield migrated_app


@pytest.mark.parametrize("hindrance", [locked, full])
def test_a_plan_opens_while_nothing_can_be_stored(own: Flask, file: Path, hindrance: Hindrance) -> None:
    with own.app_context():
        make = Make(db.session)
        world = make_world(make)
        lead, reader = (make_person(make, world.third) for _each in range(2))
        address = f"/preparations/{make_preparation(make, world.third, lead, reader).id}"
        browser = own.test_client()
        assert isinstance(browser, Browser)
        browser.login(reader)

    with hindrance(file):
        pages = [browser.get(address + part) for part in ("", "/text", "/edit")]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "还没打开" in browser.get(f"{address}/participants").text
    browser.get(address)
    assert "看过" in browser.get(f"{address}/participants").text
