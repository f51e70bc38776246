"""Finding people: by name, pinyin or account name, by where they belong and what they are there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.blueprints.accounts.models import User
from app.blueprints.accounts.sign_in_names import normal_account_name
from app.blueprints.org.belonging import every_place_of, not_over, places_by_person, places_of
from app.blueprints.org.models import Affiliation, OrgUnit, Role
from app.blueprints.org.policy.authority import administers_holder
from app.blueprints.org.policy.visibility import units_visible_to
from app.blueprints.org.reach import active_affiliation, reach_of
from app.blueprints.org.reading_order import places_in_reading_order
from app.core import clock
from app.core.db import db


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; empty parts do not narrow."""

    text: str = ""
    school_id: int | None = None
    unit_id: int | None = None
    role: Role | None = None
    gone: bool = False  # those who belong nowhere any more


def find_people(visible: Select[User], wanted: Wanted) -> Select[User]:
    """Narrow the visible people, in the order of their names; who belongs nowhere any more comes last."""
    query = visible.where(_called(wanted.text)) if wanted.text else visible
    if wanted.gone:
        query = query.where(User.id.not_in(not_over()))
    elif wanted.school_id or wanted.unit_id or wanted.role:
        query = query.where(User.id.in_(_belonging(wanted)))
    return query.order_by(User.id.not_in(not_over()), User.name_pinyin, User.id)


def _called(text: str) -> ColumnElement[bool]:
    """`林知远`, `linzhi`, `lzy` or an account name."""
    plain = normal_account_name(text).lower()
    letters = re.sub(r"[^a-z]", "", plain)
    readings: list[ColumnElement[bool]] = []
    if letters and letters == plain.replace(" ", ""):
        readings.append(func.replace(User.name_pinyin, " ", "").startswith(letters, autoescape=True))
        readings.append(User.name_pinyin.like(" ".join(f"{letter}%" for letter in letters)))
    return or_(
        User.name.contains(plain, autoescape=True),
        func.lower(User.account_name).startswith(plain, autoescape=True),
        *readings,
    )


def _belonging(wanted: Wanted) -> Select[int]:
    query = (
        select(Affiliation.user_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(active_affiliation())
    )
    if wanted.school_id:
        query = query.where(OrgUnit.school_id == wanted.school_id)
    if wanted.unit_id:
        query = query.where(OrgUnit.path.contains(f"/{wanted.unit_id}/", autoescape=True))
    if wanted.role:
        query = query.where(Affiliation.role == wanted.role)
    return query


@dataclass(frozen=True)
class Card:
    """What one person may see of another: places in sight; account and contact only as administrator."""

    person: User
    places: Sequence[Affiliation]
    administered: bool
    gone: bool = False  # without any post, today or later

    @property
    def schools(self) -> list[str]:
        """Names of the schools (or groups) they belong to, each once."""
        owners = [place.unit.school or place.unit.group for place in self.places]
        return list(dict.fromkeys(owner.short_name for owner in owners if owner))

    @property
    def duties(self) -> list[Role]:
        """What they are besides being teachers, each once, in however many units."""
        return list(dict.fromkeys(place.role for place in self.places if place.role is not Role.TEACHER))

    @property
    def lasting(self) -> list[Affiliation]:
        """What they hold or will hold."""
        return [place for place in self.places if not place.is_over(clock.today())]

    @property
    def by_owner(self) -> Mapping[str, list[Affiliation]]:
        """The places by school or group, in the order in which they came there; in each as in the tree."""
        grouped: dict[str, list[Affiliation]] = {}
        for place in self.places:
            owner = place.unit.school or place.unit.group
            grouped.setdefault(owner.name if owner else place.unit.name, []).append(place)
        return {name: places_in_reading_order(held) for name, held in grouped.items()}


def cards(people: Iterable[User], *, actor: User) -> list[Card]:
    """One card each, for a fixed number of queries."""
    listed = list(people)
    places = places_by_person(person.id for person in listed)
    return _cards(listed, places, actor)


def full_card(person: User, *, actor: User) -> Card:
    """With all that is over, too."""
    administered = administers_holder(reach_of(actor), places_of(person.id))
    return Card(person, _in_sight(every_place_of(person.id), actor), administered)


def _cards(people: list[User], places: Mapping[int, Sequence[Affiliation]], actor: User) -> list[Card]:
    reach = reach_of(actor)
    seen = _in_sight([place for rows in places.values() for place in rows], actor)
    by_person: dict[int, list[Affiliation]] = defaultdict(list)
    for place in seen:
        by_person[place.user_id].append(place)
    return [
        Card(
            person,
            by_person[person.id],
            administers_holder(reach, places.get(person.id, [])),
            gone=all(place.is_over(clock.today()) for place in places.get(person.id, [])),
        )
        for person in people
    ]


def _in_sight(places: Sequence[Affiliation], actor: User) -> list[Affiliation]:
    """Somebody may work for a group that this person has nothing to do with."""
    unit_ids = {place.unit_id for place in places if place.user_id != actor.id}
    visible = units_visible_to(actor).where(OrgUnit.id.in_(unit_ids))
    known = set(db.session.scalars(visible.with_only_columns(OrgUnit.id)))
    return [place for place in places if place.user_id == actor.id or place.unit_id in known]
