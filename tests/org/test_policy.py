"""Who may do what in the organisation: one table, success and refusal side by side."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import (
    Affiliation,
    Campus,
    Membership,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    Term,
    UnitKind,
)
from app.core import clock
from app.core.policy import rules
from tests.conftest import Browser
from tests.org.world import World, make_unit

EVERYBODY = (
    "installation admin", "group admin", "group head", "group office", "school head",
    "academic director", "subject leader", "lesson group leader", "teacher",
    "partner", "partner head", "stranger", "stranger head",
)  # fmt: skip
INSTALLATION = {"installation admin"}
ADMINS = {"installation admin", "group admin"}
GROUP = {"installation admin", "group admin", "group head", "group office"}
SCHOOL = GROUP | {"school head", "academic director"}
LEADERS = SCHOOL | {"subject leader", "lesson group leader"}
ANY_OFFICE = SCHOOL | {"partner head", "stranger head"}
NEAR = set(EVERYBODY) - {"stranger", "stranger head"}  # may know of the group and its schools
ALL = set(EVERYBODY)

# what, who may, who is told that it is not theirs; to all others it is not there
TABLE: list[tuple[str, set[str], set[str]]] = [
    ("get /admin/groups/{group}", NEAR, set()),
    ("get /admin/schools/{school}", NEAR, set()),
    ("get /admin/units/{third}", NEAR, set()),
    ("get /admin/people/{teacher}", NEAR, set()),
    ("get /admin/memberships/{membership}", NEAR, set()),
    ("get /admin/groups/{group}/calendar", NEAR, set()),
    ("get /admin/installation", INSTALLATION, ALL),
    ("post /admin/installation", INSTALLATION, ALL),
    ("get /admin/audit", INSTALLATION, ALL),
    ("get /admin/groups/new", INSTALLATION, ALL),
    ("post /admin/groups/new", INSTALLATION, ALL),
    ("get /admin/groups/{group}/edit", GROUP, NEAR),
    ("post /admin/groups/{group}/edit", GROUP, NEAR),
    ("post /admin/groups/{group}/archive", INSTALLATION, NEAR),
    ("post /admin/groups/{group}/restoration", INSTALLATION, NEAR),
    ("get /admin/groups/{group}/memberships/new", INSTALLATION, NEAR),
    ("post /admin/groups/{group}/memberships/new", INSTALLATION, NEAR),
    ("post /admin/memberships/{membership}/status", GROUP, NEAR),
    ("post /admin/memberships/{membership}/last-day", GROUP, NEAR),
    ("post /admin/memberships/{membership}/places", GROUP, NEAR),
    ("get /admin/schools/new", ADMINS, ALL),
    ("post /admin/schools/new", ADMINS, ALL),
    ("get /admin/schools/{school}/edit", SCHOOL, NEAR),
    ("post /admin/schools/{school}/edit", SCHOOL, NEAR),
    ("post /admin/schools/{school}/archive", INSTALLATION, NEAR),
    ("post /admin/schools/{school}/restoration", INSTALLATION, NEAR),
    ("get /admin/schools/{school}/campuses/new", SCHOOL, NEAR),
    ("post /admin/schools/{school}/campuses/new", SCHOOL, NEAR),
    ("get /admin/campuses/{campus}/edit", SCHOOL, NEAR),
    ("post /admin/campuses/{campus}/edit", SCHOOL, NEAR),
    ("post /admin/campuses/{campus}/archive", SCHOOL, NEAR),
    ("get /admin/schools/{school}/periods", SCHOOL, NEAR),
    ("post /admin/schools/{school}/periods", SCHOOL, NEAR),
    ("post /admin/schools/{school}/periods/copy", SCHOOL, NEAR),
    ("get /admin/units/{maths}/children/new", SCHOOL, NEAR),
    ("post /admin/units/{maths}/children/new", SCHOOL, NEAR),
    ("get /admin/units/{maths}/edit", SCHOOL, NEAR),
    ("post /admin/units/{maths}/edit", SCHOOL, NEAR),
    ("post /admin/units/{whole}/edit", set(), NEAR),
    ("get /admin/units/{third}/place", SCHOOL, NEAR),
    ("post /admin/units/{third}/place", SCHOOL, NEAR),
    ("post /admin/units/{third}/archive", SCHOOL, NEAR),
    ("post /admin/units/{third}/restoration", SCHOOL, NEAR),
    ("get /admin/people/{teacher}/edit", SCHOOL, NEAR),
    ("post /admin/people/{teacher}/edit", SCHOOL, NEAR),
    ("get /admin/people/{teacher}/password", SCHOOL, NEAR),
    ("post /admin/people/{head}/edit", GROUP, NEAR),
    ("post /admin/people/{top}/edit", ADMINS, NEAR),
    ("get /admin/people/{teacher}/affiliations/new", LEADERS | {"partner head"}, NEAR),
    ("post /admin/people/{teacher}/affiliations/new", LEADERS | {"partner head"}, NEAR),
    ("post /admin/affiliations/{teachers place}/ending", LEADERS, NEAR),
    ("get /admin/affiliations/{teachers place}/last-day", LEADERS, NEAR),
    ("post /admin/affiliations/{teachers place}/last-day", LEADERS, NEAR),
    ("post /admin/affiliations/{leaders place}/ending", SCHOOL, NEAR),
    ("post /admin/affiliations/{heads place}/ending", GROUP, NEAR),
    ("get /admin/people/{teacher}/leaving", LEADERS, NEAR),
    ("post /admin/people/{teacher}/leaving", LEADERS, NEAR),
    ("get /admin/people/new", ANY_OFFICE, ALL),
    ("post /admin/people/new", ANY_OFFICE, ALL),
    ("get /admin/imports", ANY_OFFICE, ALL),
    ("post /admin/imports", ANY_OFFICE, ALL),
    ("get /admin/imports/template/{whole}", SCHOOL, NEAR),
    ("get /admin/imports/{batch}", {"academic director"}, set()),
    ("get /admin/imports/{batch}/faults", {"academic director"}, set()),
    ("post /admin/imports/{batch}/confirmation", {"academic director"}, set()),
    ("post /admin/imports/{batch}/undoing", {"academic director"}, set()),
    ("post /admin/imports/{batch}/slips", {"academic director"}, set()),
    ("get /admin/imports/{batch}/slips", {"academic director"}, set()),
    ("get /admin/imports/{batch}/slips.xlsx", {"academic director"}, set()),
    ("get /admin/groups/{group}/terms/new", GROUP, NEAR),
    ("post /admin/groups/{group}/terms/new", GROUP, NEAR),
    ("get /admin/terms/{term}/edit", GROUP, NEAR),
    ("post /admin/terms/{term}/edit", GROUP, NEAR),
    ("get /admin/terms/{term}/weeks", GROUP, NEAR),
    ("post /admin/terms/{term}/weeks", GROUP, NEAR),
    ("post /admin/terms/{term}/removal", GROUP, NEAR),
]


def address_of(path: str, world: World, session: Session) -> str:
    """The path with the ids of this world filled in."""
    people = {"teacher": "teacher", "head": "school head", "top": "group head"}
    places = {"teachers place": "teacher", "leaders place": "subject leader", "heads place": "school head"}
    held: dict[str, object] = {
        key: session.scalars(select(Affiliation.id).filter_by(user_id=world.people[name].id)).one()
        for key, name in places.items()
    }
    ids: dict[str, object] = {key: world.people[name].id for key, name in people.items()} | held
    ids |= {"group": world.group.group_id, "school": world.lead.school_id, "membership": world.membership.id}
    ids |= {"third": world.third.id, "maths": world.maths.id, "whole": world.lead.id}
    for name, make in (("campus", campus), ("term", term), ("batch", batch)):
        if f"{{{name}}}" in path:
            ids[name] = make(world)
    return path.format(**ids)


def campus(world: World) -> int:
    return world.make.store(Campus(school_id=world.lead.school_id, name="南校区")).id


def term(world: World) -> int:
    given = {
        "school_year": "2025—2026",
        "no": 2,
        "start_date": date(2026, 2, 23),
        "end_date": date(2026, 7, 3),
    }
    return world.make.store(Term(group_id=world.group.group_id, **given)).id


def batch(world: World) -> int:
    by = world.people["academic director"].id
    row = ImportBatch(unit_id=world.lead.id, by_id=by, file_name="x.xlsx", digest="0" * 64, rows=[], done={})
    return world.make.store(row).id


@pytest.mark.parametrize(("what", "may", "told"), TABLE, ids=[row[0] for row in TABLE])
def test_role_times_action(
    browser: Browser, world: World, session: Session, what: str, may: set[str], told: set[str]
) -> None:
    """Refused people get 403 where they may know of the thing, else 404; whoever may gets neither.

    (An empty form is 422, the wrong state 409, a secret already shown 410: the question here is only
    who gets that far.)
    """
    method, _, path = what.partition(" ")
    address = address_of(path, world, session)

    for name in sorted(set(EVERYBODY) - may):
        answer = getattr(browser.login(world.people[name]), method)(address)
        assert answer.status_code == (403 if name in told else 404), name
    for name in sorted(may):
        answer = getattr(browser.login(world.people[name]), method)(address)
        assert answer.status_code in {200, 303, 409, 410, 422}, name
        if answer.status_code == 303:
            break  # the thing has changed: the next one would meet another state


@pytest.mark.parametrize(("path", "may"), [("{teacher}", SCHOOL), ("{head}", GROUP), ("{top}", ADMINS)])
def test_whoever_does_not_administer_an_account_gets_the_card_if_they_may_see_it(
    browser: Browser, world: World, session: Session, path: str, may: set[str]
) -> None:
    person = address_of(path, world, session)

    for name in sorted(EVERYBODY):
        page = browser.login(world.people[name]).get(f"/accounts/{person}", follow_redirects=True)
        expected = f"/accounts/{person}" if name in may else f"/admin/people/{person}"
        assert page.request.path == expected, name
        assert page.status_code == (200 if name in may or name in NEAR else 404), name
        assert ("发放重置码" in page.text) == (name in may), name
    assert browser.get("/accounts/999999", follow_redirects=True).status_code == 404


# a role in a unit of the group, held beside teaching at the school; who then still helps with the password
@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (UnitKind.LESSON_GROUP, Role.TEACHER, SCHOOL),
        (UnitKind.LESSON_GROUP, Role.LESSON_GROUP_LEADER, SCHOOL),
        (UnitKind.SUBJECT_GROUP, Role.SUBJECT_LEADER, GROUP),
        (UnitKind.STUDIO, Role.STUDIO_HOST, GROUP),
        (UnitKind.GROUP, Role.GROUP_OFFICE, ADMINS | {"group head"}),
        (UnitKind.GROUP, Role.GROUP_HEAD, ADMINS),
    ],
)
def test_who_helps_a_teacher_with_a_role_in_the_group(
    browser: Browser, world: World, kind: UnitKind, role: Role, may: set[str]
) -> None:
    """Leading a joint 备课组 alone leaves a teacher with the school; whatever is stronger does not."""
    joint = world.group
    if kind is not UnitKind.GROUP:
        joint = make_unit(world.make, kind, "联合", world.group, group_id=world.group.group_id)
    person = world.person(world.third)
    world.affiliate(person, joint, role)

    for name in EVERYBODY:
        browser.login(world.people[name])
        issued = browser.post(f"/accounts/{person.id}/reset-code").status_code
        assert (issued == 303) == (name in may), (name, issued)

    director = browser.login(world.people["academic director"]).get(f"/admin/people/{person.id}").text
    helped = "academic director" in may
    assert ("账号与密码" in director) == helped
    assert ("这个账号不归你管理" in director) == (not helped)
    if not helped:
        nearest = (
            "group office"
            if "group office" in may
            else "group head"
            if "group head" in may
            else "group admin"
        )
        assert f"{world.people[nearest].name}（" in director
    assert (
        "这个账号不归你管理"
        not in browser.login(world.people["teacher"]).get(f"/admin/people/{person.id}").text
    )


def test_a_guest_is_sent_to_the_door(browser: Browser, world: World, session: Session) -> None:
    for what, _may, _told in TABLE:
        method, _, path = what.partition(" ")
        answer = getattr(browser, method)(re.sub(r"\{.*?\}", "1", path))
        assert answer.status_code == 302, what
        assert "/sign-in" in answer.headers["Location"]


def test_every_page_of_the_organisation_is_in_the_table(migrated_app: Flask) -> None:
    """Lists that everybody may see narrow by themselves; they have tests of their own."""
    open_to_all = {"/admin/", "/admin/people", "/admin/groups", "/admin/schools"}
    asked = {re.sub(r"\{.*?\}", "#", what) for what, _may, _told in TABLE}
    served = {
        f"{method.lower()} {re.sub('<.*?>', '#', rule.rule)}"
        for rule in migrated_app.url_map.iter_rules()
        if rule.endpoint.startswith("org.") and not rule.alias
        for method in (rule.methods or set()) & {"GET", "POST"}
    }

    assert served - asked <= {f"get {path}" for path in open_to_all}


def test_every_rule_of_the_organisation_is_known() -> None:
    """A new rule must be added to the table above, and then here."""
    known: dict[type, set[str]] = {
        SchoolGroup: {"archive", "admit", "edit", "keep_calendar"},
        School: {"archive", "edit"},
        Membership: {"change_status", "end", "give_back_places"},
        OrgUnit: {
            "create_group", "name_installation", "read_audit_log", "create_school", "create_child",
            "create_person", "import_people", "edit", "move", "archive",
        },
        Term: {"edit", "destroy"},
        Affiliation: {"create", "end"},
        ImportBatch: {"confirm", "undo", "take_slips"},
    }  # fmt: skip
    registered = {noun: {action for ruled, action in rules() if ruled is noun} for noun in known}
    of_others = {"import_curriculum", "propose_preparation", "set_print_template"}

    assert {noun: actions - of_others for noun, actions in registered.items()} == known
    assert {(User, "edit_person"), (User, "end_affiliations")} <= rules()


def test_whoever_may_let_a_school_go_also_ends_what_its_people_hold_in_the_group(
    browser: Browser, world: World, session: Session
) -> None:
    """Even a place that is not theirs to end by itself; nobody else's."""
    seat = world.affiliate(world.people["partner"], world.group, Role.ADMIN)
    own = session.scalars(select(Affiliation).filter_by(user_id=world.people["group head"].id)).one()
    red = {"status": "red", "reason": "年检不合格", "with_places": "y"}
    red["counts_from"] = clock.today().isoformat()
    browser.login(world.people["group office"])
    assert browser.post(f"/admin/affiliations/{seat.id}/ending").status_code == 403

    assert browser.post(f"/admin/memberships/{world.membership.id}/status", data=red).status_code == 303

    session.expire_all()
    assert (seat.ended_at is None, own.ended_at is None) == (False, True)
