"""Who may see, write and settle comments: one table of roles and actions."""

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.coedit.comments.models import Comment, CommentThread
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import may_read
from app.blueprints.org.models import Role
from app.blueprints.preparation.models import Participant
from app.blueprints.preparation.states import Visibility
from app.core import clock
from app.core.db import db
from app.core.policy import can
from tests.factories import Make
from tests.preparation.factories import World, group_id_of, make_person, make_preparation, make_world

ACTIONS = ("read", "comment", "reply", "resolve", "reopen", "edit", "delete")
EVERYTHING = set(ACTIONS)
OTHERS = {"edit", "delete"}  # what somebody else said is nobody's to change

TABLE: dict[str, set[str]] = {
    "who began the thread": EVERYTHING,
    "lead preparer": EVERYTHING - OTHERS,
    "participant": {"read", "comment", "reply"},
    "participant of another school": {"read", "comment", "reply"},
    "invited expert": {"read", "comment", "reply"},
    "invited inspector": {"read"},
    "expert who was not asked": {"read"},
    "teacher of the unit": {"read"},
    "lesson group leader": EVERYTHING - OTHERS,
    "subject leader": EVERYTHING - OTHERS,
    "school head": {"read"},
    "group office": {"read"},
    "research officer": {"read"},
    "outsider": set(),
}


def cast(name: str, make: Make, world: World) -> User:
    places = {
        "participant of another school": (world.member_third, Role.TEACHER),
        "invited expert": (world.group, Role.EXTERNAL_EXPERT),
        "invited inspector": (world.group, Role.INSPECTOR),
        "expert who was not asked": (world.group, Role.EXTERNAL_EXPERT),
        "lesson group leader": (world.third, Role.LESSON_GROUP_LEADER),
        "subject leader": (world.maths, Role.SUBJECT_LEADER),
        "school head": (world.school, Role.SCHOOL_HEAD),
        "group office": (world.group, Role.GROUP_OFFICE),
        "research officer": (world.root, Role.RESEARCH_OFFICER),
        "outsider": (world.stranger, Role.TEACHER),
    }
    return make_person(make, *places.get(name, (world.third, Role.TEACHER)))


def allowed(person_id: int, comment_id: int) -> set[str]:
    actor = db.session.get_one(User, person_id)
    comment = db.session.get_one(Comment, comment_id)
    thread = comment.thread
    answers = {
        "read": may_read(actor, thread.document),
        "comment": can(actor, "comment", thread.document),
        **{action: can(actor, action, thread) for action in ("reply", "resolve", "reopen")},
        **{action: can(actor, action, comment) for action in ("edit", "delete")},
    }
    return {action for action, yes in answers.items() if yes}


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("name", TABLE)
def test_rights_about_comments(app: Flask, make: Make, name: str, is_closed: bool) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    person = lead if name == "lead preparer" else cast(name, make, world)
    taking_part = name.startswith(("participant", "invited", "who began"))
    author = person if name == "who began the thread" else make_person(make, world.third)
    preparation = make_preparation(
        make, world.third, lead, group_id=group_id_of(world), visibility=Visibility.GROUP
    )
    if taking_part:
        row = Participant(
            preparation_id=preparation.id, user_id=person.id, invited_by_id=lead.id, joined_at=clock.now()
        )
        make.store(row)
    thread = make.store(
        CommentThread(document_id=preparation.document_id, quote="平均分", created_by_id=author.id)
    )
    comment = make.store(Comment(thread_id=thread.id, author_id=author.id, token="t" * 8, body="好"))
    if is_closed:
        document = make.find(Document, id=preparation.document_id)
        document.closed_at = clock.now()
        make.store(document)

    with app.app_context():
        found = allowed(person.id, comment.id)

    assert found == (TABLE[name] & {"read"} if is_closed else TABLE[name])
