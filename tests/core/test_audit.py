"""The audit log keeps what was written until its time is over."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.policy import SYSTEM
from app.core.uow import unit_of_work
from tests.factories import Make


def test_a_line_says_who_did_what_to_what(app: Flask, make: Make, session: Session) -> None:
    person = make.user(name="林知远")
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.1.2.3"}), unit_of_work():
        audit.record("accounts.tried", actor=person, target=person, note="x" * 300)
    with app.app_context(), unit_of_work():
        audit.record("core.cleaned", actor=SYSTEM)

    by_person, by_system = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert (by_person.actor_id, by_person.actor_name, by_person.address) == (person.id, "林知远", "10.1.2.3")
    assert (by_person.target_kind, by_person.target_id, len(by_person.note)) == ("user", person.id, 200)
    assert (by_system.actor_id, by_system.actor_name, by_system.address) == (None, "", "")


def test_a_line_cannot_be_changed(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            audit.record("core.cleaned")
        with pytest.raises(RuntimeError, match="cannot be changed"), unit_of_work():
            db.session.scalars(select(AuditEntry)).one().note = "nothing happened"


def test_old_lines_are_deleted_after_the_retention_period(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), unit_of_work():
        audit.record("core.cleaned")
    later: datetime = clock.now() + audit.KEPT_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    with app.app_context():
        with unit_of_work():
            audit.record("core.cleaned")
        gone = audit.forget_old()

    assert gone == 1
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1
