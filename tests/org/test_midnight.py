"""What ends with a day puts people out of open pages when the day is over, not hours later."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.worker import Worker
from app.blueprints.org.models import Affiliation, Role, UnitKind
from app.core import clock
from app.core.outbox import OutboxEntry
from app.wiring import DAILY
from tests.org.world import World, make_unit

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
