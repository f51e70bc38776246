"""The database takes nothing for a while: plans are read all the same, and nobody waits to be noted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from tests.conftest import Browser
from tests.factories import Make
from tests.hindrances import full, locked
from tests.preparation.factories import make_person, make_preparation, make_world

Hindrance = Callable[[Path], AbstractContextManager[None]]


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
