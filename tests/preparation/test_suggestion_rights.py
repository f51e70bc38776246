"""Who may see, make, decide about and take back suggestions: one table of roles and actions."""

import pytest
from flask import Flask

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.blueprints.coedit.policy import role_of
from app.blueprints.coedit.room.members import Role as Place
from app.blueprints.coedit.suggestions import policy
from app.blueprints.coedit.suggestions.models import Suggestion
from app.blueprints.preparation.models import Participant
from app.blueprints.preparation.states import Visibility
from app.core import clock
from app.core.db import db
from app.core.errors import Missing
from app.core.policy import can
from tests.factories import Make
from tests.preparation.factories import group_id_of, make_person, make_preparation, make_world
from tests.preparation.test_comment_rights import cast

SUGGEST = {"read", "suggest"}
WRITE = SUGGEST | {"write"}
DECIDE = WRITE | {"adopt", "reject", "set the default"}

TABLE: dict[str, set[str]] = {
    "lead preparer": DECIDE,
    "participant": WRITE,
    "participant of another school": WRITE,
    "participant who made it": WRITE | {"withdraw"},
    "invited expert": SUGGEST,
    "invited expert who made it": SUGGEST | {"withdraw"},
    "invited inspector": {"read"},
    "expert who was not asked": {"read"},
    "teacher of the unit": {"read"},
    "lesson group leader": DECIDE,
    "subject leader": DECIDE,
    "school head": {"read"},
    "group office": {"read"},
    "research officer": {"read"},
    "outsider": set(),
}


def allowed(person_id: int, suggestion_id: int) -> set[str]:
    actor = db.session.get_one(User, person_id)
    suggestion = db.session.get_one(Suggestion, suggestion_id)
    try:
        place = role_of(actor, suggestion.document)
    except Missing:
        place = None
    answers = {
        "read": policy.may_read(actor, suggestion.document),
        "suggest": place in {Place.SUGGEST, Place.EDIT},
        "write": place is Place.EDIT,
        "set the default": can(actor, "set_suggesting_default", suggestion.document),
        **{action: can(actor, action, suggestion) for action in ("adopt", "reject", "withdraw")},
    }
    return {action for action, yes in answers.items() if yes}


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("name", TABLE)
def test_rights_about_suggestions(app: Flask, make: Make, name: str, is_closed: bool) -> None:
    world = make_world(make)
    lead = make_person(make, world.third)
    made_it = name.endswith(" who made it")
    person = lead if name == "lead preparer" else cast(name.removesuffix(" who made it"), make, world)
    preparation = make_preparation(
        make, world.third, lead, group_id=group_id_of(world), visibility=Visibility.GROUP
    )
    if name.startswith(("participant", "invited")):
        row = Participant(
            preparation_id=preparation.id, user_id=person.id, invited_by_id=lead.id, joined_at=clock.now()
        )
        make.store(row)
    author = person if made_it else make_person(make, world.third)
    document = make.find(Document, id=preparation.document_id)
    suggestion = make.store(Suggestion(document_id=document.id, key="7-1", author_id=author.id))
    if is_closed:
        document.closed_at = clock.now()
        make.store(document)

    with app.app_context():
        found = allowed(person.id, suggestion.id)

    assert found == (TABLE[name] & {"read"} if is_closed else TABLE[name])
