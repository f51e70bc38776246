"""Who may do what in the organisation, beyond the table of tests/rights/organisation.py."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import (
    Affiliation,
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
from tests.rights.cast import ADMINS, GROUP, NEAR, SCHOOL


@pytest.mark.parametrize(
    ("whom", "may"), [("teacher", SCHOOL), ("school head", GROUP), ("group head", ADMINS)]
)
def test_whoever_does_not_administer_an_account_gets_the_card_if_they_may_see_it(
    browser: Browser, world: World, whom: str, may: set[str]
) -> None:
    person = world.people[whom].id

    for name in world.people:
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

    for name in world.people:
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


def test_every_rule_of_the_organisation_is_known() -> None:
    """A new rule must be added to tests/rights/organisation.py, and then here."""
    known: dict[type, set[str]] = {
        SchoolGroup: {"archive", "admit", "edit", "keep_calendar"},
        School: {"archive", "edit"},
        Membership: {"change_status", "end", "give_back_places", "read_reason"},
        OrgUnit: {
            "create_group", "name_installation", "read_audit_log", "create_school", "create_child",
            "create_person", "import_people", "edit", "move", "archive",
        },
        Term: {"edit", "destroy"},
        Affiliation: {"create", "end", "restore"},
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
