"""flask demo-load, as somebody at a shell sees it."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.blueprints.coedit.models import DocumentVersion
from app.blueprints.org.models import SchoolGroup
from tests.factories import Make


def test_it_says_that_it_loaded_and_then_that_nothing_was_done(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any installation: the demo itself is kept in the words of its schools, and translated when read."""
    monkeypatch.setattr(app.extensions["settings"], "language", "en")
    shell = app.test_cli_runner()

    assert "loaded in" in shell.invoke(args=["demo-load"]).output
    labels = set(session.scalars(select(DocumentVersion.label)))
    assert ("发布初案" in labels, {label for label in labels if label.isascii()}) == (True, set())
    assert "nothing done" in shell.invoke(args=["demo-load"]).output


def test_it_refuses_where_somebody_works(app: Flask, make: Make, session: Session) -> None:
    make.user()

    answer = app.test_cli_runner().invoke(args=["demo-load"])

    assert answer.exit_code != 0
    assert "Refused" in str(answer.exception or answer.output)
    assert session.scalar(select(func.count(SchoolGroup.id))) == 0
