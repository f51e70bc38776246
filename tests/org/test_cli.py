"""`flask create-admin` on an empty installation."""

import re

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import verify_password
from app.blueprints.org.models import OrgUnit, UnitKind
from app.blueprints.org.reach import reach_of


def test_the_first_administrator_of_an_empty_installation(app: Flask, session: Session) -> None:
    run = app.test_cli_runner().invoke

    made = run(args=["create-admin", "--account", "admin", "--name", "江望", "--district", "望山县"])
    twice = run(args=["create-admin", "--account", "admin", "--name", "江望"])
    second = run(args=["create-admin"], input="admin2\n江河\n")

    admin = session.scalars(select(User).filter_by(account_name="admin")).one()
    password = re.findall(r"admin  (\S+)", made.output)[0]
    assert verify_password(admin.password_hash, password)
    assert admin.must_change_password
    root = session.scalars(select(OrgUnit)).one()
    assert (root.kind, root.name, root.path) == (UnitKind.DISTRICT, "望山县", f"/{root.id}/")
    assert (made.exit_code, second.exit_code) == (0, 0)
    assert twice.exit_code == 1
    assert "这个工号已经有人使用" in twice.output
    with app.app_context():
        other = session.scalars(select(User).filter_by(account_name="admin2")).one()
        assert reach_of(other).is_installation_admin
