"""The demonstration is loaded once for the tests that look at it, and rolled back after them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.db import db
from app.demo.load.demonstration import Outcome, load_demonstration


@pytest.fixture(scope="module")
def loaded(migrated_app: Flask) -> Iterator[Session]:
    with db.engine.connect() as connection:
        outer = connection.begin()
        db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        with migrated_app.app_context():
            assert load_demonstration() is Outcome.LOADED
            yield db.session
        outer.rollback()
    db.sessions.configure(bind=db.engine, join_transaction_mode="conditional_savepoint")
