"""People in the search: who finds them, by what, and that the index follows every change."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask

from app.adapters.search_whoosh import WhooshSearch
from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, Role, TeacherProfile
from app.blueprints.org.service import affiliations, schools, units
from app.blueprints.org.service.findable import note_new_days, note_people
from app.blueprints.org.service.people import PersonSheet, edit_person
from app.blueprints.search.service import find
from app.core import clock
from app.core.db import Base, db
from app.core.policy import SYSTEM
from app.core.uow import unit_of_work
from app.ports import search
from tests.conftest import Browser
from tests.org.world import World

Row = TypeVar("Row", bound=Base)
Deliver = Callable[[], int]


@pytest.fixture(autouse=True)
def empty_index(app: Flask, tmp_path: Path) -> Iterator[None]:
    before = app.extensions["search"]
    search.use(app, WhooshSearch(tmp_path / "index"))
    yield
    search.use(app, before)


@pytest.fixture
def shan(app: Flask, world: World, deliver: Deliver) -> User:
    person = world.person(
        world.third, name="单慧敏", account_name="Q2031", phone="13800001234", email="dan@example.org"
    )
    world.make.store(TeacherProfile(user_id=person.id, subject="mathematics", honour=""))
    with app.app_context(), unit_of_work():
        note_people([person.id])
    deliver()
    return person


def names(app: Flask, text: str, reader: User) -> list[str]:
    with app.test_request_context():
        found, _results = find(text, actor=again(reader))
        return [each.link.title for each in found]


def again(row: Row) -> Row:
    """The same row in the session of this context."""
    return db.session.get_one(type(row), row.id)  # type: ignore[attr-defined]  # every row has one


@pytest.mark.parametrize(
    "typed",
    [
        "单慧敏",
        "慧敏",
        "单",
        "单 数学",
        "shanhuimin",
        "shan huimin",
        "danhuimin",
        "shm",
        "dhm",
        "shan",
        "Q2031",
        "ｑ２０３１",
        "三年级数学备课组 单慧敏",
        "單慧敏",
        "青禾 慧敏",
    ],
)
def test_a_colleague_is_found(app: Flask, world: World, shan: User, typed: str) -> None:
    assert names(app, typed, world.people["partner"]) == ["单慧敏"]


@pytest.mark.parametrize("typed", ["13800001234", "dan@example.org", "example", "203"])
def test_contact_is_never_indexed(app: Flask, world: World, shan: User, typed: str) -> None:
    assert names(app, typed, world.people["installation admin"]) == []


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        ("installation admin", True),
        ("group head", True),
        ("teacher", True),
        ("partner", True),
        ("stranger", False),
        ("stranger head", False),
    ],
)
def test_who_finds_whom(app: Flask, world: World, shan: User, reader: str, sees: bool) -> None:
    with app.test_request_context():
        found, results = find("单慧敏", actor=again(world.people[reader]))

    assert [each.link.title for each in found] == (["单慧敏"] if sees else [])
    assert results.total == sees  # the index holds the right to know, too


def test_places_out_of_sight_find_nobody(app: Flask, world: World, shan: User, deliver: Deliver) -> None:
    world.affiliate(shan, world.stranger)
    with app.app_context(), unit_of_work():
        note_people([shan.id])
    deliver()

    assert names(app, "远山 单慧敏", world.people["partner"]) == []
    assert names(app, "单慧敏", world.people["partner"]) == ["单慧敏"]
    assert names(app, "单慧敏", world.people["stranger"]) == ["单慧敏"]


def test_a_new_name_is_found_and_the_old_is_not(
    app: Flask, world: World, shan: User, deliver: Deliver
) -> None:
    with app.app_context(), unit_of_work():
        edit_person(again(shan), PersonSheet(name="曾慧", account_name="Q2031"), actor=SYSTEM)
    deliver()

    assert names(app, "zenghui", world.people["partner"]) == ["曾慧"]
    assert names(app, "单慧敏", world.people["partner"]) == []


def test_places_given_and_taken_are_followed(app: Flask, world: World, shan: User, deliver: Deliver) -> None:
    today = clock.today()
    with app.app_context(), unit_of_work():
        place = affiliations.appoint(
            again(shan), again(world.stranger), Role.TEACHER, from_date=today, actor=SYSTEM
        )
        db.session.flush()
        number = place.id
    deliver()
    assert names(app, "单慧敏", world.people["stranger"]) == ["单慧敏"]

    with app.app_context(), unit_of_work():
        affiliations.end_now(db.session.get_one(Affiliation, number), actor=SYSTEM)
    deliver()
    with app.test_request_context():
        assert find("单慧敏", actor=again(world.people["stranger"]))[1].total == 0


def test_a_place_that_begins_by_its_date_is_followed(
    app: Flask, world: World, shan: User, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    world.affiliate(shan, world.stranger, from_date=tomorrow)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    with app.app_context():
        note_new_days()
    deliver()

    assert names(app, "单慧敏", world.people["stranger"]) == ["单慧敏"]


def test_renamed_and_archived_places_are_followed(
    app: Flask, world: World, shan: User, deliver: Deliver
) -> None:
    partner = world.people["partner"]
    with app.app_context(), unit_of_work():
        school = again(world.lead).school
        assert school is not None
        sheet = schools.SchoolSheet(name="青岚学校", short_name="青岚")
        schools.edit_school(school, sheet, actor=SYSTEM)
        maths = units.UnitSheet(kind=world.maths.kind, name="理科教研组", subject="mathematics")
        units.edit_unit(again(world.maths), maths, actor=SYSTEM)
    deliver()
    assert names(app, "青岚 单慧敏", partner) == ["单慧敏"]
    assert names(app, "青禾 单慧敏", partner) == []

    with app.app_context(), unit_of_work():
        units.archive_unit(again(world.third), actor=SYSTEM)
    deliver()
    assert names(app, "三年级数学备课组", partner) == []
    with app.app_context(), unit_of_work():
        units.restore_unit(again(world.third), actor=SYSTEM)
    deliver()
    assert "单慧敏" in names(app, "三年级数学备课组", partner)


def test_the_page_leads_to_the_person(browser: Browser, world: World, shan: User) -> None:
    page = browser.login(world.people["partner"]).get("/search?q=单慧敏&kind=person").text

    assert f"/people/{shan.id}" in page
    assert "13800001234" not in page
