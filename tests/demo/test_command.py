"""flask demo-load, as somebody at a shell sees it."""

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.org.models import SchoolGroup
from tests.factories import Make


def test_it_says_that_it_loaded_and_then_that_nothing_was_done(app: Flask) -> None:
    shell = app.test_cli_runner()

    assert "loaded in" in shell.invoke(args=["demo-load"]).output
    assert "nothing done" in shell.invoke(args=["demo-load"]).output


def test_it_refuses_where_somebody_works(app: Flask, make: Make, session: Session) -> None:
    make.user()

    answer = app.test_cli_runner().invoke(args=["demo-load"])

    assert answer.exit_code != 0
    assert "Refused" in str(answer.exception or answer.output)
    assert session.scalar(select(func.count(SchoolGroup.id))) == 0
