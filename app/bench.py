"""`flask bench prepare`: people, sign-ins and documents for a load client, so that it needs no back door.

Only in an installation of its own: one that is empty, or that was made by this command.
"""

import json
import sys
from typing import Any

import click
from flask import current_app
from flask import session as cookie
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.accounts.session import open_session
from app.blueprints.org.models import Affiliation, MembershipRole, OrgUnit, Role, School, UnitKind
from app.blueprints.org.service import schools, units
from app.blueprints.org.service.schools import SchoolSheet
from app.blueprints.org.service.units import UnitSheet
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.people import invite_whole_unit
from app.blueprints.preparation.service.proposing import Proposal, propose_preparation
from app.blueprints.preparation.service.templates import filled, template_or_missing
from app.blueprints.search.indexing import index_changes
from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.policy import SYSTEM
from app.core.uow import unit_of_work

ACCOUNT = "bench-"
SCHOOL = "压力测试学校"
UNIT = "压力测试备课组"
TEMPLATE = "lesson_plan-mathematics"

bench = AppGroup("bench", help="Measure this installation; see docs/performance.md.")


class NotOurs(Exception):
    """Somebody works in this installation."""


@bench.command("prepare")
@click.option("--people", default=3, show_default=True, type=click.IntRange(1, 2000))
@click.option(
    "--documents", multiple=True, metavar="NAME", help="Names may also follow bare: --documents A B C."
)
@click.argument("names", nargs=-1)
def prepare_command(people: int, documents: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Make PEOPLE teachers, signed in, and lesson plans that all of them write in; print both as JSON.

    Run again, it keeps what is there, adds what lacks, and signs everybody in afresh.
    """
    try:
        prepared = prepare(people, list(dict.fromkeys([*documents, *names])))
    except NotOurs:
        sys.exit("Refused: there are people in this installation. Use an empty one: QINGLAN_DATA_DIR=…")
    click.echo(json.dumps(prepared, ensure_ascii=False))


def prepare(people: int, names: list[str]) -> dict[str, Any]:
    """Raises NotOurs."""
    strangers = select(func.count(User.id)).where(~User.account_name.startswith(ACCOUNT))
    if db.session.scalar(strangers):
        raise NotOurs
    with unit_of_work():
        unit = _unit()
        teachers = [_teacher(unit, number) for number in range(people)]
    documents = {name: _document(unit, name, teachers[0]) for name in names}
    while outbox.drain() + jobs.run_due() + index_changes():
        pass  # so that the server has nothing else to do afterwards
    return {
        "documents": documents,
        "people": [
            {"id": person.id, "name": person.name, "cookie": cookie_of(person)} for person in teachers
        ],
    }


def cookie_of(person: User) -> str:
    """A sign-in, as the header that a browser would send."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy has it
    with app.test_request_context():
        with unit_of_work():
            open_session(db.session.merge(person))
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(cookie))
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def _unit() -> OrgUnit:
    unit = db.session.scalar(select(OrgUnit).where(OrgUnit.name == UNIT))
    if unit is not None:
        return unit
    school = db.session.scalar(select(School).where(School.name == SCHOOL))
    if school is None:
        sheet = SchoolSheet(name=SCHOOL, short_name="压测")
        school = schools.create_school(sheet, None, MembershipRole.MEMBER, actor=SYSTEM)
        db.session.flush()
    sheet_of_unit = UnitSheet(kind=UnitKind.LESSON_GROUP, name=UNIT, subject="mathematics", grade="g3")
    return units.create_child(schools.unit_of(school), sheet_of_unit, actor=SYSTEM)


def _teacher(unit: OrgUnit, number: int) -> User:
    """Without a password: nobody can sign in as one of them from outside."""
    account = f"{ACCOUNT}{number}"
    person = db.session.scalar(select(User).where(User.account_name == account))
    if person is None:
        person = User(account_name=account, name=f"教师{number}")
        db.session.add(person)
        db.session.add(Affiliation(user=person, unit=unit, role=Role.TEACHER, from_date=clock.today()))
    return person


def _document(unit: OrgUnit, name: str, lead: User) -> int:
    """A real lesson plan, with everybody in it; its document's number."""
    known = db.session.scalar(select(JointPreparation).where(JointPreparation.title == name))
    with unit_of_work():
        if known is None:
            proposal = Proposal(title=name, unit=unit, subject="mathematics", grade="g3")
            pm = filled(template_or_missing(TEMPLATE), {"title": name})
            known = propose_preparation(proposal, pm, actor=lead)
        else:
            invite_whole_unit(known, actor=lead)
        db.session.flush()
    assert known.document_id is not None
    return known.document_id
