"""Whom the page of a new preparation offers: colleagues by school and unit, those nearest first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.directory import Wanted, find_people
from app.blueprints.org.models import Affiliation, OrgUnit, UnitKind
from app.blueprints.org.reach import active_affiliation
from app.blueprints.preparation.policy import PREPARING_UNITS
from app.blueprints.preparation.service.belonging import colleagues, group_of, members_of, near
from app.core.db import db

MOST_OFFERED = 300  # names on the page; the others are found by searching
MOST_FOUND = 30
MOST_CHOSEN = 300
Place: TypeAlias = tuple[User, OrgUnit]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What is filled in so far: who prepares decides who stands first, and who is in anyway."""

    unit: OrgUnit
    subject: str
    lead_id: int
    whole_unit: bool = True
    present: frozenset[int] = frozenset()  # who starts it
    chosen: Collection[int] = ()
    words: str = ""


@dataclass
class OfferedUnit:
    name: str
    people: list[User] = field(default_factory=list)


@dataclass
class OfferedSchool:
    """People under one heading; those who work with the lead preparer have one of their own."""

    name: str
    is_nearest: bool = False
    units: dict[int, OfferedUnit] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(unit.people) for unit in self.units.values())


@dataclass(frozen=True)
class Offer:
    members: int  # of the unit, if all of them are invited
    chosen: Sequence[User]
    schools: Sequence[OfferedSchool]
    left_out: int  # more than fit on a page
    words: str = ""
    found: Sequence[User] = ()
    present: frozenset[int] = frozenset()  # among those found: in it anyway


def offer_for(occasion: Occasion) -> Offer:
    """With words: whoever is found by them. Without: teachers of the subject, grouped."""
    members = frozenset(members_of(occasion.unit)) if occasion.whole_unit else frozenset[int]()
    present = occasion.present | {occasion.lead_id} | members
    everybody = colleagues(occasion.unit, group_of(occasion.unit))
    picked = [user_id for user_id in occasion.chosen if user_id not in present][:MOST_CHOSEN]
    chosen = db.session.scalars(everybody.where(User.id.in_(picked))).all() if picked else ()
    offer = Offer(len(members), chosen, (), 0, occasion.words, present=present)
    if occasion.words:
        wanted = find_people(everybody.where(User.id.not_in(picked)), Wanted(text=occasion.words))
        return replace(offer, found=db.session.scalars(wanted.limit(MOST_FOUND)).all())
    nearest = _nearest(occasion)
    places = _places(occasion, nearest, present.union(picked))
    offered, left_out = places[:MOST_OFFERED], places[MOST_OFFERED:]
    return replace(offer, schools=_by_school(offered, nearest), left_out=len(left_out))


def _places(occasion: Occasion, nearest: Collection[int], without: Collection[int]) -> list[Place]:
    """Each teacher of the subject once, where they are nearest to the lead preparer; in reading order."""
    rows = db.session.execute(
        select(User, OrgUnit)
        .join(Affiliation, Affiliation.user_id == User.id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .outerjoin(OrgUnit.school)
        .options(contains_eager(OrgUnit.school))
        .where(OrgUnit.subject == occasion.subject, OrgUnit.kind.in_(PREPARING_UNITS))
        .where(near(occasion.unit, group_of(occasion.unit)), OrgUnit.archived_at.is_(None))
        .where(active_affiliation(), User.status == UserStatus.ACTIVE)
        .order_by(OrgUnit.path, User.name_pinyin, User.id)
    )
    places = [(user, unit) for user, unit in rows]
    homes = [unit.school_id for _user, unit in places if unit.id in nearest and unit.school_id]
    home = next(iter(homes), occasion.unit.school_id)
    in_turn = sorted(
        places, key=lambda place: (*_rank(place[1], nearest, home), place[1].id != occasion.unit.id)
    )
    first: dict[int, Place] = {}
    for user, unit in in_turn:
        if user.id not in without:
            first.setdefault(user.id, (user, unit))
    return list(first.values())


def _nearest(occasion: Occasion) -> frozenset[int]:
    """The unit that prepares, and the lesson groups of the lead preparer."""
    of_the_lead = (
        select(Affiliation.unit_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(Affiliation.user_id == occasion.lead_id, active_affiliation())
        .where(OrgUnit.kind == UnitKind.LESSON_GROUP, OrgUnit.subject == occasion.subject)
    )
    return frozenset(db.session.scalars(of_the_lead)) | {occasion.unit.id}


def _rank(unit: OrgUnit, nearest: Collection[int], home: int | None) -> tuple[bool, ...]:
    return (
        unit.id not in nearest,
        unit.school_id is None,  # what the group has beside its schools: people are known by their school
        unit.school_id != home,
        unit.kind is not UnitKind.LESSON_GROUP,
    )


def _by_school(places: Iterable[Place], nearest: Collection[int]) -> list[OfferedSchool]:
    schools: dict[tuple[bool, int | None], OfferedSchool] = {}
    for user, unit in places:
        is_nearest = unit.id in nearest
        key = (is_nearest, None if is_nearest else unit.school_id)
        school = schools.setdefault(key, OfferedSchool(_heading(unit, is_nearest=is_nearest), is_nearest))
        school.units.setdefault(unit.id, OfferedUnit(unit.name)).people.append(user)
    return list(schools.values())


def _heading(unit: OrgUnit, *, is_nearest: bool) -> str:
    if is_nearest:
        return str(_("主备人的备课组"))
    return str(unit.school.name if unit.school else _("集团"))
