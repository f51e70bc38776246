"""`flask bench prepare` gives a load client what it needs, and never beside the data of real schools."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import role_of
from app.blueprints.coedit.room.members import Role
from app.core.db import db
from tests.factories import Make


@pytest.fixture
def shell(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def prepared(shell: FlaskCliRunner, people: int, *names: str) -> dict[str, Any]:
    done = shell.invoke(args=["bench", "prepare", "--people", str(people), "--documents", *names])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.output)
    return answer


def roles(app: Flask, answer: dict[str, Any]) -> set[Role]:
    with app.app_context():
        people = [db.session.get_one(User, person["id"]) for person in answer["people"]]
        documents = [db.session.get_one(Document, number) for number in answer["documents"].values()]
        assert all("教学目标" in document.text for document in documents)
        return {role_of(person, document) for person in people for document in documents}


def test_everybody_is_signed_in_and_may_write(app: Flask, shell: FlaskCliRunner) -> None:
    answer = prepared(shell, 2, "type-2", "aware")

    assert roles(app, answer) == {Role.EDIT}
    for person in answer["people"]:
        client = app.test_client()
        client.set_cookie(*person["cookie"].split("=", 1))
        assert person["name"] in client.get("/account").text


def test_again_it_adds_what_lacks(app: Flask, shell: FlaskCliRunner, session: Session) -> None:
    first = prepared(shell, 1, "a")

    second = prepared(shell, 3, "a", "b")

    assert second["documents"]["a"] == first["documents"]["a"]
    assert session.scalar(select(func.count(User.id))) == 3
    assert roles(app, second) == {Role.EDIT}


def test_never_beside_real_people(shell: FlaskCliRunner, make: Make, session: Session) -> None:
    make.user()

    done = shell.invoke(args=["bench", "prepare", "--documents", "a"])

    assert done.exit_code != 0
    assert "Refused" in done.output
    assert session.scalar(select(func.count(User.id))) == 1
