"""Who may see and change which tree: role × action."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit, Role
from tests.conftest import Browser
from tests.curriculum.factories import World, make_person, make_volume, make_world
from tests.factories import Make

PEOPLE: dict[str, Callable[[Make, World], User]] = {
    "outsider": lambda make, world: make.user(),
    "teacher": lambda make, world: make_person(make, world.maths),
    "maths leader": lambda make, world: make_person(make, world.maths, Role.SUBJECT_LEADER),
    "lesson group leader": lambda make, world: make_person(make, world.maths, Role.LESSON_GROUP_LEADER),
    "director in the office": lambda make, world: make_person(make, world.office, Role.ACADEMIC_DIRECTOR),
    "director of the school": lambda make, world: make_person(make, world.lead, Role.ACADEMIC_DIRECTOR),
    "head of the school": lambda make, world: make_person(make, world.lead, Role.SCHOOL_HEAD),
    "school admin": lambda make, world: make_person(make, world.lead, Role.ADMIN),
    "group office": lambda make, world: make_person(make, world.group, Role.GROUP_OFFICE),
    "director of another member": lambda make, world: make_person(make, world.member, Role.ACADEMIC_DIRECTOR),
    "director of a stranger": lambda make, world: make_person(make, world.stranger, Role.ACADEMIC_DIRECTOR),
    "research officer": lambda make, world: make_person(make, world.root, Role.RESEARCH_OFFICER),
    "installation admin": lambda make, world: make_person(make, world.root, Role.ADMIN),
}

#                               shared        own school    own, Chinese  group's
#                               see  edit     see  edit     see  edit     see  edit
TABLE = {
    "outsider":                   (200, 403,    404, 404,     404, 404,     404, 404),
    "teacher":                    (200, 403,    200, 403,     200, 403,     200, 403),
    "maths leader":               (200, 403,    200, 303,     200, 403,     200, 403),
    "lesson group leader":        (200, 403,    200, 403,     200, 403,     200, 403),
    "director in the office":     (200, 403,    200, 303,     200, 303,     200, 403),
    "director of the school":     (200, 403,    200, 303,     200, 303,     200, 403),
    "head of the school":         (200, 403,    200, 403,     200, 403,     200, 403),
    "school admin":               (200, 403,    200, 303,     200, 303,     200, 403),
    "group office":               (200, 403,    200, 303,     200, 303,     200, 303),
    "director of another member": (200, 403,    404, 404,     404, 404,     200, 403),
    "director of a stranger":     (200, 403,    404, 404,     404, 404,     404, 404),
    "research officer":           (200, 403,    404, 404,     404, 404,     404, 404),
    "installation admin":         (200, 403,    200, 303,     200, 303,     200, 303),
}  # fmt: skip

EDITS: list[tuple[str, dict[str, object]]] = [
    ("/nodes/{id}", {"name": "新名称"}),
    ("/nodes/{id}/children", {"name": "新单元"}),
    ("/nodes/{id}/moves", {"direction": "up"}),
    ("/nodes/{id}/archive", {}),
    ("/nodes/{id}/restoration", {}),
]


@pytest.mark.parametrize("who", TABLE)
def test_who_sees_and_who_edits_which_tree(app: Flask, browser: Browser, make: Make, who: str) -> None:
    world = make_world(make)
    volumes = [
        make_volume(make),
        make_volume(make, world.lead),
        make_volume(make, world.lead, subject="chinese"),
        make_volume(make, world.group),
    ]
    browser.login(PEOPLE[who](make, world))

    for volume, see, edit in zip(volumes, TABLE[who][::2], TABLE[who][1::2], strict=True):
        page = browser.get(f"/curriculum/volumes/{volume.id}")
        assert page.status_code == see
        assert ("修改目录" in page.text) == (edit == 303)
        assert _post(browser, volume, "/nodes/{id}", {"name": "新名称"}) == edit


@pytest.mark.parametrize("who", ["director of another member", "teacher", "maths leader"])
def test_every_way_to_change_an_own_tree_asks_the_same(browser: Browser, make: Make, who: str) -> None:
    world = make_world(make)
    volume = make_volume(make, world.lead)
    browser.login(PEOPLE[who](make, world))
    _shared_see, _shared_edit, see, edit, *_rest = TABLE[who]

    for path in ("/nodes/{id}", "/volumes/{id}/changes"):
        assert browser.get("/curriculum" + path.format(id=volume.id)).status_code == see
    for path, sent in EDITS:
        assert _post(browser, volume, path, sent) == edit, path
    # undoing what is not the last change: allowed people get as far as a conflict
    assert _post(browser, volume, "/volumes/{id}/reversal", {"change": 0}) == (409 if edit == 303 else edit)


def _post(browser: Browser, volume: CurriculumNode, path: str, sent: dict[str, object]) -> int:
    return browser.post("/curriculum" + path.format(id=volume.id), data=sent).status_code


#                               to the school  to the group  import and begin
KEEPING = {
    "outsider":                   (404, 404, 403),
    "teacher":                    (403, 403, 403),
    "maths leader":               (303, 403, 200),
    "lesson group leader":        (403, 403, 403),
    "director in the office":     (303, 403, 200),
    "head of the school":         (403, 403, 403),
    "school admin":               (303, 403, 200),
    "group office":               (303, 303, 200),
    "director of another member": (404, 403, 200),
    "director of a stranger":     (404, 404, 200),
    "installation admin":         (303, 303, 200),
}  # fmt: skip


@pytest.mark.parametrize("who", KEEPING)
def test_who_may_keep_an_own_tree(browser: Browser, make: Make, who: str) -> None:
    world = make_world(make)
    shared = make_volume(make)
    browser.login(PEOPLE[who](make, world))

    def copy_to(owner: OrgUnit) -> int:
        path = f"/curriculum/volumes/{shared.id}/copies"
        return browser.post(path, data={"owner": owner.id}).status_code

    assert (copy_to(world.lead), copy_to(world.group)) == KEEPING[who][:2]
    for path in ("/imports/new", "/volumes/new"):
        assert browser.get(f"/curriculum{path}").status_code == KEEPING[who][2]


def test_a_subject_leader_copies_only_the_own_subject(browser: Browser, make: Make) -> None:
    world = make_world(make)
    shared = make_volume(make, subject="chinese")
    browser.login(make_person(make, world.maths, Role.SUBJECT_LEADER))

    answer = browser.post(f"/curriculum/volumes/{shared.id}/copies", data={"owner": world.lead.id})

    assert answer.status_code == 403
    assert "另存为" not in browser.get(f"/curriculum/volumes/{shared.id}").text
