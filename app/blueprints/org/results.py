"""How found people are shown on the search page; registered in the wiring."""

from collections.abc import Collection, Mapping

from flask import url_for
from flask_babel import lazy_gettext as _l

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.org import directory
from app.blueprints.org.policy.visibility import people_visible_to
from app.blueprints.org.service.findable import KIND, all_numbers, described, subjects_of
from app.blueprints.search.kinds import ResultLink, register_kind
from app.core.db import db
from app.web.reference_filters import name_of

MOST_PLACES = 3


def links(actor: User, ids: Collection[int]) -> Mapping[int, ResultLink]:
    """What this person may see of them: places out of sight are not named."""
    people = db.session.scalars(people_visible_to(actor).where(User.id.in_(ids)))
    subjects = subjects_of(ids)
    return {
        card.person.id: _link(card, subjects.get(card.person.id, ""))
        for card in directory.cards(people, actor=actor)
    }


def register() -> None:
    register_kind(KIND, label=_l("人员"), load=links, describe=described, numbers=all_numbers, order=3)


def _link(card: directory.Card, subject: str) -> ResultLink:
    units = dict.fromkeys(place.unit.name for place in card.places if not place.unit.stands_for_a_whole)
    known = reference.subjects()
    return ResultLink(
        url=url_for("org.person", person_id=card.person.id),
        title=card.person.name,
        subtitle=" · ".join([*card.schools, *list(units)[:MOST_PLACES]]),
        chips=(name_of(known, subject),) if subject in known else (),
    )
