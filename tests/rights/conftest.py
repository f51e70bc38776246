"""The world of the tables, made once; what a request changes is taken back before the next one."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from app.blueprints.accounts.models import LoginSession
from app.core.db import db
from app.web.limits import limiter
from tests.conftest import Browser
from tests.rights.table import Row
from tests.rights.world import World, build, suspend

COOKIE = "qinglan"


@dataclass
class Reception:
    """Asks the application in somebody's name, as if nobody had asked before."""

    app: Flask
    connection: Connection
    world: World
    cookies: dict[str, str]

    def ask(self, row: Row, who: str) -> int:
        before = self.connection.begin_nested()
        limiter.reset()
        client = self.app.test_client()
        if who in self.cookies:
            client.set_cookie(COOKIE, self.cookies[who])
        try:
            answer = client.open(
                self.world.address(row.path),
                method=row.method.upper(),
                data=self._filled_in(row),
                headers=dict(row.headers),
            )
            answer.close()  # a file to take away is open until then
            return answer.status_code
        finally:
            before.rollback()

    def _filled_in(self, row: Row) -> dict[str, Any]:
        return {
            name: (BytesIO(value), "a.png") if isinstance(value, bytes) else value.format(**self.world.ids)
            for name, value in row.sends.items()
        }


@pytest.fixture(scope="module")
def reception(migrated_app: Flask) -> Iterator[Reception]:
    with db.engine.connect() as connection:
        outer = connection.begin()
        db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        with migrated_app.app_context(), db.sessions(expire_on_commit=True) as session:
            world = build(session)
            cookies = {who: _cookie_of(migrated_app, world, who) for who in world.people}
            lead = world.people["lead preparer"].id
            held = select(LoginSession.id).where(LoginSession.user_id == lead)
            world.ids["lead's session"] = session.scalars(held).one()
            suspend(world, session)
        yield Reception(migrated_app, connection, world, cookies)
        outer.rollback()
    db.sessions.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")


def _cookie_of(app: Flask, world: World, who: str) -> str:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.login(world.people[who])
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value
