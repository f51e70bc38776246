"""Two people press at the same moment: the second one goes on from what the first one did.

Each test reads first, lets somebody else commit, then acts with what it read.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.service import people
from app.blueprints.preparation.service.details import Details, change_details
from app.blueprints.preparation.service.stages import move_on
from app.blueprints.preparation.states import Move, State, Visibility
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden
from app.core.uow import unit_of_work
from tests.factories import Make
from tests.preparation.factories import World, make_person, make_preparation


@pytest.fixture
def colleague(make: Make, world: World) -> User:
    return make_person(make, world.third)


@pytest.fixture
def stored(make: Make, world: World, lin: User, colleague: User) -> JointPreparation:
    return make_preparation(make, world.third, lin, colleague)


@pytest.fixture
def read_before(app: Flask, stored: JointPreparation) -> Iterator[JointPreparation]:
    with app.app_context():
        preparation = db.session.get_one(JointPreparation, stored.id)
        assert len(preparation.participants) == 2
        db.session.expire_on_commit = False  # it goes on believing what it read
        db.session.commit()
        yield preparation


def test_inviting_the_same_person_twice(
    make: Make, world: World, lin: User, stored: JointPreparation, read_before: JointPreparation
) -> None:
    guest = make_person(make, world.third)
    make.store(
        Participant(preparation_id=stored.id, user_id=guest.id, invited_by_id=lin.id, joined_at=clock.now())
    )

    with unit_of_work():
        new = people.invite_people(read_before, [guest.id], actor=db.session.get_one(User, lin.id))

    assert new == 0
    assert len(read_before.participants) == 3


def test_removing_the_same_person_twice(
    make: Make, lin: User, colleague: User, stored: JointPreparation, read_before: JointPreparation
) -> None:
    row = read_before.participant(colleague.id)
    assert row is not None
    stored.participants.remove(make.find(Participant, user_id=colleague.id))
    make.store(stored)

    with unit_of_work():
        people.remove_participant(row, actor=db.session.get_one(User, lin.id))

    assert [each.user_id for each in read_before.participants] == [lin.id]


def test_nobody_is_removed_while_becoming_the_lead_preparer(
    make: Make, lin: User, colleague: User, stored: JointPreparation, read_before: JointPreparation
) -> None:
    row = read_before.participant(colleague.id)
    assert row is not None
    stored.lead_preparer_id = colleague.id
    make.store(stored)

    with pytest.raises(Forbidden), unit_of_work():
        people.remove_participant(row, actor=db.session.get_one(User, lin.id))


def test_what_was_cancelled_meanwhile_is_not_changed(
    make: Make, lin: User, stored: JointPreparation, read_before: JointPreparation
) -> None:
    stored.move(Move.CANCEL, by=lin, at=clock.now(), reason="停课")
    make.store(stored)
    details = Details(
        title="另一个课题",
        lead_preparer_id=lin.id,
        visibility=Visibility.SCHOOL,
        lesson_type=None,
        periods=None,
        discuss_at=None,
        place="",
        circulate_due=None,
        finalize_due=None,
    )

    with pytest.raises(Conflict), unit_of_work():
        change_details(read_before, details, actor=db.session.get_one(User, lin.id))


def test_a_step_is_taken_once(
    make: Make, lin: User, stored: JointPreparation, read_before: JointPreparation
) -> None:
    stored.move(Move.CIRCULATE, by=lin, at=clock.now())
    make.store(stored)

    with pytest.raises(Conflict), unit_of_work():
        move_on(read_before, Move.CIRCULATE, actor=db.session.get_one(User, lin.id))

    assert stored.state is State.CIRCULATED
