"""What ends with a day puts people out of open pages when the day is over, not hours later."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.worker import Worker
from app.blueprints.org.models import Affiliation, Membership, Role, UnitKind
from app.blueprints.org.service.group_places import end_with_expired
from app.core import clock
from app.core.outbox import OutboxEntry
from app.wiring import DAILY
from tests.org.world import LONG_AGO, World, make_school, make_unit
from tests.queries import max_queries

MIDNIGHT = datetime.fromisoformat("2026-11-24T00:00:00+08:00")


def narrowed(session: Session) -> list[int]:
    session.expire_all()
    delivered = select(OutboxEntry).where(
        OutboxEntry.name == "org.access_narrowed", OutboxEntry.done_at.is_not(None)
    )
    return [entry.payload["user_id"] for entry in session.scalars(delivered)]


def test_an_affiliation_is_over_when_the_clock_at_school_strikes_twelve(
    app: Flask, world: World, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.people["teacher"]
    place = session.scalars(select(Affiliation).filter_by(user_id=person.id)).one()
    place.to_date = MIDNIGHT.date() - timedelta(days=1)
    session.commit()
    worker = Worker(app, daily=DAILY)

    seen = []
    for moment in (-30, 1, 2, 60):  # seconds after midnight
        now = MIDNIGHT + timedelta(seconds=moment)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        worker.step()
        worker.step()
        seen.append(narrowed(session))

    assert seen == [[], [person.id], [person.id], [person.id]]


def test_however_many_memberships_are_over_they_are_looked_through_in_one_query(
    app: Flask, world: World, session: Session
) -> None:
    held = world.affiliate(world.people["partner"], world.group)
    last_day = clock.today() - timedelta(days=3)
    for number in range(5):
        school = make_school(world.make, world.root, f"第{number}小学").school_id
        assert school
        world.make.store(
            Membership(group_id=world.group.group_id, school_id=school, from_date=LONG_AGO, to_date=last_day)
        )
    session.commit()

    with app.app_context(), max_queries(1):
        end_with_expired()

    assert held.ended_at is None, "the membership of this school goes on"


def test_places_in_the_group_end_with_the_agreed_day_of_the_school(
    app: Flask, world: World, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, head = world.people["partner"], world.people["partner head"]
    studio = make_unit(world.make, UnitKind.STUDIO, "名师工作室", world.group, group_id=world.group.group_id)
    last_day = MIDNIGHT.date() - timedelta(days=1)
    ending = [world.affiliate(partner, studio), world.affiliate(head, studio, Role.STUDIO_HOST)]
    given_anew = world.affiliate(head, world.group, from_date=MIDNIGHT.date())
    others = world.affiliate(world.people["teacher"], studio)
    world.membership.to_date = last_day
    session.commit()
    worker = Worker(app, daily=DAILY)

    seen = []
    for moment in (-30, 2, 60):
        now = MIDNIGHT + timedelta(seconds=moment)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        worker.step()
        session.expire_all()
        seen.append([place.ended_at is None for place in ending])

    assert seen == [[True, True], [False, False], [False, False]]
    assert (given_anew.ended_at, others.ended_at) == (None, None)


def test_what_ended_on_days_without_a_worker_is_told_afterwards(
    app: Flask, world: World, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher, partner = world.people["teacher"], world.people["partner"]
    session.scalars(select(Affiliation).filter_by(user_id=teacher.id)).one().to_date = clock.day_of(MIDNIGHT)
    world.membership.to_date = MIDNIGHT.date() + timedelta(days=1)
    session.commit()
    away = MIDNIGHT + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: away)

    worker = Worker(app, daily=DAILY)
    worker.step()
    worker.step()

    assert {teacher.id, partner.id} <= set(narrowed(session))
