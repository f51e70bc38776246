"""The first page of those who run a school or group, without a lesson group of their own."""

from datetime import timedelta
from typing import Any

import pytest

from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.workbench.duties import MOST_LOCKED
from app.core import clock
from tests.conftest import Browser
from tests.factories import Make
from tests.org.world import World, make_world


@pytest.fixture
def world(make: Make) -> World:
    return make_world(make)


@pytest.mark.parametrize("name", ["installation admin", "group office", "academic director"])
def test_an_office_is_shown_its_own_first_steps(browser: Browser, world: World, name: str) -> None:
    page = browser.login(world.people[name]).get("/").text

    assert "导入教师" in page
    assert 'href="/admin/people"' in page
    assert "请联系教务处" not in page


def test_a_teacher_of_no_group_is_sent_to_the_office(browser: Browser, world: World) -> None:
    page = browser.login(world.people["partner"]).get("/").text

    assert "请联系教务处" in page
    assert "导入教师" not in page


def test_locked_accounts_and_open_imports_wait(browser: Browser, world: World, make: Make) -> None:
    director, ours, theirs = (world.people[name] for name in ("academic director", "teacher", "partner"))
    for each in (ours, theirs):
        each.locked_until = clock.now() + timedelta(minutes=5)
        make.store(each)
    given: dict[str, Any] = {"digest": "0" * 64, "rows": [], "done": {}, "state": ImportState.CHECKED}
    useless = make.store(ImportBatch(unit_id=world.lead.id, by_id=director.id, file_name="空.xlsx", **given))
    given |= {"new_count": 1}
    batch = make.store(ImportBatch(unit_id=world.lead.id, by_id=director.id, file_name="名单.xlsx", **given))

    page = browser.login(director).get("/").text

    assert f"/admin/imports/{batch.id}" in page
    assert f"/admin/imports/{useless.id}" not in page, "there is nothing to confirm"
    assert f"/accounts/{ours.id}" in page
    assert f"/accounts/{theirs.id}" not in page


def test_ones_own_people_are_not_hidden_behind_those_of_others(
    browser: Browser, world: World, make: Make
) -> None:
    locked: dict[str, Any] = {"locked_until": clock.now() + timedelta(minutes=5)}
    for number in range(MOST_LOCKED + 1):
        world.person(world.member, name=f"别校老师{number}", **locked)
    ours = world.person(world.lead, name="本校老师", **locked)

    page = browser.login(world.people["academic director"]).get("/").text

    assert f"/accounts/{ours.id}" in page
    assert "别校老师" not in page
