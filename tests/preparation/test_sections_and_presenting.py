"""Dividing a plan among its teachers, and presenting it: role by role, through the pages' own requests."""

from datetime import timedelta

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentPresenting
from app.blueprints.coedit.policy import role_of
from app.blueprints.coedit.presenting.service import keep_alive
from app.blueprints.coedit.room.members import Role as Room
from app.blueprints.coedit.sections.models import DocumentSection
from app.blueprints.org.models import Role
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import Visibility
from app.core import clock
from app.core.db import db
from tests.conftest import Browser
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation

ROLES = ("lead", "assignee", "participant", "leader", "reader", "outsider")
STEPS = ("assign", "done", "begin", "hand", "lock", "call", "end")
ALLOWED = {
    "lead": set(STEPS),
    "assignee": {"done", "hand"},
    "participant": {"hand"},
    "leader": {"assign", "done", "hand", "end"},  # somebody else presents already
    "reader": {"hand"},
    "outsider": set(),
}


class Staff:
    """A plan of somebody's, with people in every role; its 教学目标 is given to one of them."""

    def __init__(self, make: Make, world: World) -> None:
        self.people = {
            name: make_person(make, unit, role)
            for name, unit, role in (
                ("lead", world.third, Role.TEACHER),
                ("assignee", world.third, Role.TEACHER),
                ("participant", world.member_third, Role.TEACHER),
                ("leader", world.third, Role.LESSON_GROUP_LEADER),
                ("reader", world.school, Role.SCHOOL_HEAD),
                ("outsider", world.stranger, Role.TEACHER),
            )
        }
        lead = self.people["lead"]
        self.preparation: JointPreparation = make_preparation(
            make, world.third, lead, group_id=group_id_of(world), visibility=Visibility.GROUP
        )
        for name in ("assignee", "participant"):
            make.store(
                Participant(
                    preparation_id=self.preparation.id,
                    user_id=self.people[name].id,
                    invited_by_id=lead.id,
                    joined_at=clock.now(),
                )
            )
        assert self.preparation.document_id
        self.document: int = self.preparation.document_id
        make.store(
            DocumentSection(
                document_id=self.document, key="objectives", assignee_id=self.people["assignee"].id
            )
        )

    def present(self, make: Make, *, locked: bool = False, seen: timedelta = timedelta(0)) -> None:
        then = clock.now() - seen
        lead = self.people["lead"].id
        make.store(
            DocumentPresenting(
                document_id=self.document, presenter_id=lead, since=then, seen_at=then, locked=locked
            )
        )

    def role(self, name: str) -> Room:
        return role_of(self.here(name), db.session.get_one(Document, self.document))

    def keep_alive(self, name: str) -> None:
        person = self.here(name)
        keep_alive(db.session.get_one(Document, self.document), person)

    def here(self, name: str) -> User:
        return db.session.get_one(User, self.people[name].id)


@pytest.fixture
def staff(make: Make, world: World) -> Staff:
    return Staff(make, world)


def take(browser: Browser, staff: Staff, step: str) -> int:
    place = f"/documents/{staff.document}"
    paths: dict[str, tuple[str, dict[str, object]]] = {
        "assign": ("sections/process/assignee", {"assignee": staff.people["participant"].id}),
        "done": ("sections/objectives/done", {"done": "1"}),
        "begin": ("presenting", {}),
        "hand": ("presenting/hand", {"on": "1"}),
        "lock": ("presenting/lock", {"on": "1"}),
        "call": (f"presenting/hands/{staff.people['participant'].id}", {"on": "1"}),
        "end": ("presenting/end", {}),
    }
    path, fields = paths[step]
    return browser.post(f"{place}/{path}", data=fields).status_code


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(browser: Browser, make: Make, staff: Staff, role: str, step: str) -> None:
    staff.present(make)

    status = take(browser.login(staff.people[role]), staff, step)

    assert (status == 200) == (step in ALLOWED[role])
    assert status in ({200} if step in ALLOWED[role] else {403, 404, 409})
    assert role != "outsider" or status == 404


def test_a_section_is_given_finished_and_given_to_another(browser: Browser, staff: Staff) -> None:
    browser.login(staff.people["assignee"])
    board = browser.post(
        f"/documents/{staff.document}/sections/objectives/done", data={"done": "1"}
    ).get_json()
    assert board["sections"]["objectives"]["done"]
    assert not board["may_assign"]
    assert board["people"] == [], "names are for who gives sections"
    browser.login(staff.people["lead"])
    other = staff.people["participant"]
    place = f"/documents/{staff.document}/sections"
    board = browser.post(f"{place}/objectives/assignee", data={"assignee": other.id}).get_json()

    assert board["sections"]["objectives"]["assignee"]["name"] == other.name
    assert not board["sections"]["objectives"]["done"], "the next one begins anew"
    assert {"key": "process", "label": "教学过程"} in board["template"]
    assert (
        browser.post(
            f"{place}/objectives/assignee", data={"assignee": staff.people["outsider"].id}
        ).status_code
        == 422
    )
    assert browser.post(f"{place}/Bad-Key/assignee", data={"assignee": ""}).status_code == 404


def test_what_somebody_was_given_waits_on_their_workbench(browser: Browser, staff: Staff) -> None:
    assert "请你写：教学目标" in browser.login(staff.people["assignee"]).get("/").text
    take(browser, staff, "done")
    assert "请你写" not in browser.get("/").text


def test_hands_are_in_order_and_called_on(browser: Browser, make: Make, staff: Staff) -> None:
    staff.present(make)
    for name in ("participant", "assignee"):
        browser.login(staff.people[name])
        take(browser, staff, "hand")
    browser.login(staff.people["lead"])
    take(browser, staff, "call")
    hands = browser.get(f"/documents/{staff.document}/presenting").get_json()["hands"]
    assert [(hand["id"], hand["called"]) for hand in hands] == [
        (staff.people["participant"].id, True),
        (staff.people["assignee"].id, False),
    ]
    take(browser, staff, "end")
    assert browser.get(f"/documents/{staff.document}/presenting").get_json()["presenter"] is None
    take(browser, staff, "begin")
    assert browser.get(f"/documents/{staff.document}/presenting").get_json()["hands"] == [], (
        "of the last time"
    )


def test_while_it_is_locked_only_the_presenter_writes(app: Flask, make: Make, staff: Staff) -> None:
    staff.present(make, locked=True)

    with app.app_context():
        roles = {name: staff.role(name) for name in ("lead", "participant", "leader", "reader")}
    assert roles == {"lead": Room.EDIT, "participant": Room.READ, "leader": Room.READ, "reader": Room.READ}


def test_a_presenter_who_is_away_for_a_minute_presents_no_more(
    app: Flask, browser: Browser, make: Make, staff: Staff
) -> None:
    staff.present(make, locked=True, seen=timedelta(seconds=61))

    with app.app_context():
        assert staff.role("participant") is Room.EDIT
        staff.keep_alive("lead")  # too late
        assert staff.role("participant") is Room.EDIT
    assert (
        browser.login(staff.people["participant"])
        .get(f"/documents/{staff.document}/presenting")
        .get_json()["presenter"]
        is None
    )
    assert take(browser.login(staff.people["leader"]), staff, "begin") == 200


def test_a_presenter_whose_page_is_connected_goes_on(app: Flask, make: Make, staff: Staff) -> None:
    staff.present(make, locked=True, seen=timedelta(seconds=50))

    with app.app_context():
        staff.keep_alive("participant")
        assert db.session.get_one(DocumentPresenting, staff.document).seconds_left < 11
        staff.keep_alive("lead")
        db.session.expire_all()
        assert db.session.get_one(DocumentPresenting, staff.document).seconds_left > 50
