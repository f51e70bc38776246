"""Two people press at the same moment, each on a connection of their own: one of them comes second."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.pool import NullPool

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, Membership, MembershipRole, OrgUnit, Role, UnitKind
from app.blueprints.org.service import affiliations, memberships, units
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.policy import SYSTEM
from app.core.uow import unit_of_work
from tests.factories import Make
from tests.hindrances import database_at
from tests.org.world import World, make_unit, make_world

pytestmark = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="one after the other on SQLite; `make test` has PostgreSQL"
)
BLOCKED = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def own(migrated_app: Flask, database_url: str) -> Iterator[Flask]:
    server = create_engine(os.environ["TEST_DATABASE_URL"], isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = f"{make_url(database_url).database}_at_once"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        with database_at(make_url(database_url).set(database=name).render_as_string(hide_password=False)):
            yield migrated_app
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def world(own: Flask) -> Iterator[World]:
    with own.app_context():
        db.session.expire_on_commit = False  # its rows are looked at from other contexts
        yield make_world(Make(db.session))


def at_once(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> int:
    """How many of them were refused: `second` begins when `first` has done everything but commit, and waits
    for it, or has come to its end before."""
    refused: list[DomainError] = []

    def press() -> None:
        with app.app_context():
            try:
                with unit_of_work():
                    second()
            except DomainError as error:
                refused.append(error)

    other = threading.Thread(target=press)
    with app.app_context(), db.engine.connect() as watching:
        with unit_of_work():
            first()
            db.session.flush()
            other.start()
            while other.is_alive() and not watching.scalar(BLOCKED):
                other.join(0.05)
        other.join()
    return len(refused)


def count(query: object) -> int:
    with db.sessions() as session:
        return session.scalar(query) or 0  # type: ignore[call-overload]


def test_two_units_of_one_name(own: Flask, world: World) -> None:
    sheet = units.UnitSheet(kind=UnitKind.LESSON_GROUP, name="四年级数学备课组")

    def add() -> None:
        units.create_child(db.session.get_one(OrgUnit, world.maths.id), sheet, actor=SYSTEM)

    assert at_once(own, add, add) == 1
    assert count(select(func.count()).where(OrgUnit.name == sheet.name)) == 1


def test_two_units_each_below_the_other(own: Flask, world: World) -> None:
    office = make_unit(world.make, UnitKind.DEPARTMENT, "教务处", world.lead, school_id=world.lead.school_id)

    def move(unit_id: int, below: int) -> None:
        unit, parent = (db.session.get_one(OrgUnit, number) for number in (unit_id, below))
        units.move_unit(unit, parent, actor=SYSTEM)

    ids = office.id, world.maths.id
    assert at_once(own, lambda: move(*ids), lambda: move(*reversed(ids))) == 1


def test_one_person_twice_in_one_role(own: Flask, world: World) -> None:
    person = world.people["school head"].id

    def appoint() -> None:
        affiliations.appoint(
            db.session.get_one(User, person),
            db.session.get_one(OrgUnit, world.maths.id),
            Role.TEACHER,
            from_date=clock.today(),
            actor=SYSTEM,
        )

    assert at_once(own, appoint, appoint) == 1
    held = select(func.count()).where(Affiliation.user_id == person, Affiliation.unit_id == world.maths.id)
    assert count(held) == 1


def test_one_school_twice_in_one_group(own: Flask, world: World) -> None:
    def admit(from_date: date) -> None:
        unit, group = (db.session.get_one(OrgUnit, each.id) for each in (world.stranger, world.group))
        assert unit.school
        assert group.group
        memberships.admit(group.group, unit.school, MembershipRole.MEMBER, from_date=from_date, actor=SYSTEM)

    today = clock.today()
    assert at_once(own, lambda: admit(today), lambda: admit(date(today.year - 1, 9, 1))) == 1
    assert count(select(func.count()).where(Membership.school_id == world.stranger.school_id)) == 1


def test_the_last_two_administrators_do_not_let_each_other_go(own: Flask, world: World) -> None:
    world.person(world.root, Role.ADMIN)
    seats = db.session.scalars(select(Affiliation.id).filter_by(unit_id=world.root.id)).all()

    def end(seat: int) -> None:
        affiliations.end_now(db.session.get_one(Affiliation, seat), actor=SYSTEM)

    assert at_once(own, lambda: end(seats[0]), lambda: end(seats[1])) == 1
