"""Who may see, write and move a preparation: one table of roles and actions."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.models import Affiliation, Role
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import WRITABLE, State, Visibility
from app.core import clock
from app.core.db import db
from app.core.policy import can, rules
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation, make_world

IN_CHARGE = (
    "start_draft", "circulate", "return", "open_discussion", "close_discussion", "reopen",
    "finalize", "archive", "cancel", "invite", "remove_participant", "change_details",
    "settle_comments", "decide_suggestions", "assign_sections", "present_document",
)  # fmt: skip

Casting = Callable[[Make, World], User]

PEOPLE: dict[str, Casting] = {
    "outsider": lambda make, world: make_person(make, world.stranger),
    "nobody anywhere": lambda make, world: make.user(),
    "teacher of another school of the group": lambda make, world: make_person(make, world.member_third),
    "teacher of the unit": lambda make, world: make_person(make, world.third),
    "teacher of the same subject group": lambda make, world: make_person(make, world.fourth),
    "teacher of another subject": lambda make, world: make_person(make, world.chinese),
    "lesson group leader": lambda make, world: make_person(make, world.third, Role.LESSON_GROUP_LEADER),
    "leader of another lesson group": lambda make, world: make_person(
        make, world.fourth, Role.LESSON_GROUP_LEADER
    ),
    "subject leader": lambda make, world: make_person(make, world.maths, Role.SUBJECT_LEADER),
    "school head": lambda make, world: make_person(make, world.school, Role.SCHOOL_HEAD),
    "group office": lambda make, world: make_person(make, world.group, Role.GROUP_OFFICE),
    "research officer": lambda make, world: make_person(make, world.root, Role.RESEARCH_OFFICER),
    "inspector": lambda make, world: make_person(make, world.root, Role.INSPECTOR),
    "administrator of the school": lambda make, world: make_person(make, world.school, Role.ADMIN),
    "suspended teacher of the unit": lambda make, world: make_person(
        make, world.third, status=UserStatus.SUSPENDED
    ),
}
# drafting, shown to the lesson group: may read, may write, is in charge
WHILE_PREPARING = {
    "teacher of the unit": (True, False, False),
    "lesson group leader": (True, True, True),
    "subject leader": (True, True, True),
    "school head": (True, False, False),
    "group office": (True, False, False),
    "administrator of the school": (True, False, False),
}
MAY_READ_WHEN_FINAL = {
    *WHILE_PREPARING,
    "teacher of another school of the group",
    "teacher of the same subject group",
    "teacher of another subject",
    "leader of another lesson group",
    "research officer",
    "inspector",
}


def judged(app: Flask, person: User, preparation: JointPreparation) -> tuple[bool, bool, bool]:
    with app.app_context():
        actor = db.session.get_one(User, person.id)
        row = db.session.get_one(JointPreparation, preparation.id)
        seen = db.session.scalars(policy.visible_to(actor).filter_by(id=row.id)).one_or_none()
        read, write = (can(actor, action, row) for action in ("read_document", "edit_document"))
        charge = {can(actor, action, row) for action in IN_CHARGE}
        assert (seen is not None) is read
        assert len(charge) == 1
        if row.state in WRITABLE:  # what was taken back on the way is for those who work on it
            assert can(actor, "read_history", row) is write
        elif not read:
            assert not can(actor, "read_history", row)
        return read, write, charge.pop()


@pytest.mark.parametrize("name", PEOPLE)
def test_rights_while_preparing(app: Flask, make: Make, name: str) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lead, group_id=group_id_of(world))
    person = PEOPLE[name](make, world)

    assert judged(app, person, preparation) == WHILE_PREPARING.get(name, (False, False, False))


@pytest.mark.parametrize("name", PEOPLE)
def test_rights_when_finalized_for_the_group(app: Flask, make: Make, name: str) -> None:
    world = make_world(make)
    preparation = make_preparation(
        make,
        world.third,
        make_person(make, world.third),
        group_id=group_id_of(world),
        state=State.FINALIZED,
        visibility=Visibility.GROUP,
    )
    person = PEOPLE[name](make, world)

    read, write, _charge = judged(app, person, preparation)

    assert (read, write) == (name in MAY_READ_WHEN_FINAL, False)


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        (Visibility.PRIVATE, set[str]()),
        (Visibility.INVITED, {"lesson group leader", "school head"}),
        (
            Visibility.SUBJECT_GROUP,
            {"lesson group leader", "school head", "teacher of the same subject group"},
        ),
        (
            Visibility.SCHOOL,
            {
                *("lesson group leader", "school head", "teacher of the same subject group"),
                "teacher of another subject",
            },
        ),
        (Visibility.DISTRICT, {*PEOPLE} - {"nobody anywhere", "suspended teacher of the unit", "inspector"}),
    ],
)
def test_each_level_shows_it_to_more_people(
    app: Flask, make: Make, level: Visibility, readers: set[str]
) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lead, group_id=group_id_of(world), visibility=level)
    asked = (
        {"outsider", "lesson group leader", "school head", "teacher of another subject"}
        | {"teacher of the same subject group", "teacher of another school of the group"}
        | {"nobody anywhere", "suspended teacher of the unit"}
    )

    found = {name for name in asked if judged(app, PEOPLE[name](make, world), preparation)[0]}

    assert found == readers & asked


def test_people_who_take_part(app: Flask, make: Make) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    guest = make_person(make, world.member_third)
    expert = make_person(make, world.group, Role.EXTERNAL_EXPERT)
    outsider = make_person(make, world.stranger)
    preparation = make_preparation(
        make, world.third, lead, guest, expert, outsider, group_id=group_id_of(world)
    )

    assert judged(app, lead, preparation) == (True, True, True)
    assert judged(app, guest, preparation) == (True, True, False)
    assert judged(app, expert, preparation) == (True, False, False)
    assert judged(app, outsider, preparation) == (False, False, False), "no longer of the group"


def test_leaving_the_school_ends_the_right_at_once(app: Flask, make: Make) -> None:
    world = make_world(make)
    guest = make_person(make, world.member_third)
    preparation = make_preparation(
        make, world.third, make_person(make, world.third), guest, group_id=group_id_of(world)
    )
    assert judged(app, guest, preparation) == (True, True, False)

    affiliation = make.find(Affiliation, user_id=guest.id)
    affiliation.ended_at = clock.now()
    make.store(affiliation)

    assert judged(app, guest, preparation) == (False, False, False)


@pytest.mark.parametrize(
    ("state", "may_write"), [(state, state.value in {"drafting", "circulated", "discussing", "revising"})
                             for state in State]
)  # fmt: skip
def test_writing_ends_with_the_final_version(app: Flask, make: Make, state: State, may_write: bool) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    preparation = make_preparation(make, world.third, lead, group_id=group_id_of(world), state=state)

    assert judged(app, lead, preparation)[1] is may_write


def test_who_may_propose(app: Flask, make: Make) -> None:
    world = make_world(make)
    allowed = {name for name, cast in PEOPLE.items() if _may_propose(app, cast(make, world), world)}

    assert allowed == {"teacher of the unit", "lesson group leader", "subject leader"}


def test_who_may_remove_a_participant(app: Flask, make: Make) -> None:
    world = make_world(make)
    lead, guest, other = (make_person(make, world.third) for _ in range(3))
    preparation = make_preparation(make, world.third, lead, guest, other, group_id=group_id_of(world))

    def may_remove(actor: User, whom: User) -> bool:
        with app.app_context():
            row = db.session.scalars(
                select(Participant).filter_by(preparation_id=preparation.id, user_id=whom.id)
            ).one()
            return can(db.session.get_one(User, actor.id), "remove", row)

    assert may_remove(lead, guest)
    assert may_remove(guest, guest)
    assert not may_remove(guest, other)
    assert not may_remove(lead, lead)


def test_the_table_covers_every_rule() -> None:
    reading = {"read_document", "read_history"}
    covered = reading | {"edit_document", "suggest_in_document", "comment_document", *IN_CHARGE}

    assert {action for noun, action in rules() if noun is JointPreparation} == covered


def _may_propose(app: Flask, person: User, world: World) -> bool:
    with app.app_context():
        actor = db.session.get_one(User, person.id)
        unit = db.session.get_one(type(world.third), world.third.id)
        assert can(actor, "propose_preparation", unit) is (unit in policy.proposable_units(actor))
        assert policy.may_propose_at_all(actor) is bool(policy.proposable_units(actor))
        return can(actor, "propose_preparation", unit)
