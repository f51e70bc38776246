"""The bell, the list, and who may open what."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.notifications.models import Notification
from app.blueprints.notifications.service import KEPT_FOR, News, forget_old, notify
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.states import State
from app.core import clock
from app.core.outbox import OutboxEntry
from app.core.uow import unit_of_work
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, make_person, make_preparation, make_world
from tests.queries import max_queries


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


def make_notification(make: Make, recipient: User, number: int = 1, **given: object) -> Notification:
    fields: dict[str, object] = {
        "recipient_id": recipient.id,
        "kind": "preparation.invited",
        "cause": f"cause:{number}",
        "subject_id": 7,
        "title": f"第{number}课",
    }
    return make.store(Notification(**(fields | given)))


def test_the_bell_counts_what_is_unread(browser: Browser, make: Make, world: World) -> None:
    person = make_person(make, world.third)
    browser.login(person)
    assert "bell-count" not in browser.get("/notifications/bell").text

    for number in range(3):
        make_notification(make, person, number)

    assert "通知，3 条未读" in browser.get("/notifications/bell").text
    assert "通知，3 条未读" in browser.get("/notifications").text


def test_opening_one_marks_it_read_and_leads_there(browser: Browser, make: Make, world: World) -> None:
    person = make_person(make, world.third)
    first, second = (make_notification(make, person, number) for number in (1, 2))
    browser.login(person)

    answer = browser.post(f"/notifications/{first.id}/opening")

    assert answer.headers["Location"] == "/preparations/7"
    make.store(first)
    assert make.find(Notification, id=first.id).read_at is not None
    assert make.find(Notification, id=second.id).read_at is None


def test_all_are_marked_read_at_once_and_nobody_elses(browser: Browser, make: Make, world: World) -> None:
    person, other = make_person(make, world.third), make_person(make, world.third)
    for number, recipient in enumerate((person, person, other)):
        make_notification(make, recipient, number)

    assert browser.login(person).post("/notifications/readings").status_code == 303

    assert "条未读" not in browser.get("/notifications").text
    assert "通知，1 条未读" in browser.login(other).get("/notifications").text


@pytest.mark.parametrize(("who", "code"), [("recipient", 303), ("other", 404), ("guest", 302)])
def test_who_may_open_it(browser: Browser, make: Make, world: World, who: str, code: int) -> None:
    person, other = make_person(make, world.third), make_person(make, world.third)
    row = make_notification(make, person)
    if who != "guest":
        browser.login(person if who == "recipient" else other)

    assert browser.post(f"/notifications/{row.id}/opening").status_code == code


def test_kinds_of_features_that_are_gone_are_not_shown(browser: Browser, make: Make, world: World) -> None:
    person = make_person(make, world.third)
    make_notification(make, person, kind="venues.booked")

    page = browser.login(person).get("/notifications")

    assert "还没有通知" in page.text


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_asks_the_same_for_any_length(browser: Browser, make: Make, world: World, rows: int) -> None:
    person, actor = make_person(make, world.third), make_person(make, world.third)
    for number in range(rows):
        make_notification(make, person, number, actor_id=actor.id)
    browser.login(person)

    with max_queries(7):
        page = browser.get("/notifications")

    assert page.text.count("notification-open") == rows


def test_nobody_is_told_twice_nor_of_their_own_doing(app: Flask, make: Make, session: Session) -> None:
    actor, person, gone = make.user(), make.user(), make.user(status=UserStatus.SUSPENDED)
    news = News(kind="preparation.invited", cause="x:1", subject_id=1, title="长" * 300, actor_id=actor.id)

    with app.app_context():
        for _ in range(2):
            with unit_of_work():
                notify({actor.id, person.id, gone.id}, news)

    rows = session.scalars(select(Notification)).all()
    assert [(row.recipient_id, len(row.title)) for row in rows] == [(person.id, 200)]


def test_old_ones_are_forgotten(app: Flask, make: Make, session: Session) -> None:
    person = make.user()
    make_notification(make, person, 1, at=clock.now() - KEPT_FOR * 1.01)
    make_notification(make, person, 2)

    with app.app_context():
        assert forget_old() == 1

    assert session.scalars(select(Notification.cause)).all() == ["cause:2"]


def told(session: Session) -> set[tuple[int, str]]:
    rows = session.scalars(select(Notification))
    return {(row.recipient_id, row.kind.removeprefix("preparation.")) for row in rows}


def test_preparation_tells_those_who_take_part(
    browser: Browser, make: Make, world: World, session: Session, deliver: Callable[[], int]
) -> None:
    lead, colleague, third = (make_person(make, world.third) for _ in range(3))
    preparation = make_preparation(make, world.third, lead, colleague, state=State.REVISING)
    browser.login(lead)

    browser.post(f"/preparations/{preparation.id}/participants", data={"user_id": [third.id]})
    deliver()
    assert told(session) == {(third.id, "invited")}

    browser.post(f"/preparations/{preparation.id}/finalization", data={"visibility": "school"})
    deliver()
    assert told(session) == {(third.id, "invited"), (third.id, "finalized"), (colleague.id, "finalized")}


def test_a_new_lead_preparer_and_a_cancellation_are_told(
    browser: Browser, make: Make, world: World, session: Session, deliver: Callable[[], int]
) -> None:
    lead, colleague = (make_person(make, world.third) for _ in range(2))
    preparation = make_preparation(make, world.third, lead, colleague)
    browser.login(lead)
    details = {"title": "认识几分之一", "visibility": "lesson_group", "lead_preparer_id": str(colleague.id)}
    details |= {"lesson_type": "practice", "periods": "2", "discuss_at": "2036-11-25T15:30", "place": "线上"}

    assert browser.post(f"/preparations/{preparation.id}/details", data=details).status_code == 303
    deliver()
    assert told(session) == {(colleague.id, "leading")}

    browser.login(colleague)
    browser.post(f"/preparations/{preparation.id}/cancellation", data={"reason": "运动会"})
    deliver()
    assert told(session) == {(colleague.id, "leading"), (lead.id, "cancelled")}
    assert session.scalar(select(func.count(JointPreparation.id))) == 1


def test_who_is_the_lead_preparer_a_second_time_is_told_again_and_once(
    browser: Browser, make: Make, world: World, session: Session, deliver: Callable[[], int]
) -> None:
    lead, colleague = (make_person(make, world.third) for _ in range(2))
    preparation = make_preparation(make, world.third, lead, colleague)
    details = {
        "title": "认识几分之一",
        "visibility": "lesson_group",
        "lesson_type": "practice",
        "periods": "2",
    }
    details |= {"discuss_at": "2036-11-25T15:30", "place": "线上"}
    for actor, heir in ((lead, colleague), (colleague, lead), (lead, colleague)):
        given = details | {"lead_preparer_id": str(heir.id)}
        browser.login(actor).post(f"/preparations/{preparation.id}/details", data=given)
        deliver()

    session.execute(update(OutboxEntry).values(done_at=None))  # a worker died before it could note that
    session.commit()
    deliver()

    leading = (
        select(Notification.recipient_id).filter_by(kind="preparation.leading").order_by(Notification.id)
    )
    assert session.scalars(leading).all() == [colleague.id, lead.id, colleague.id]
