"""People as things that a search finds: name, sound, account name, and the places all may know of.

Phone and e-mail never get there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.org.audience import led_by
from app.blueprints.org.belonging import places_by_person
from app.blueprints.org.models import Affiliation, Membership, OrgUnit, TeacherProfile, UnitKind
from app.blueprints.org.reach import active_membership
from app.blueprints.search.indexing import note_changes
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.ports.search import SearchDocument

KIND = "person"
LOOKED_BACK = timedelta(days=31)  # the worker may have been away over a holiday


def note_people(user_ids: Collection[int]) -> None:
    note_changes(KIND, user_ids)


def note_people_below(unit_id: int) -> None:
    """Everybody who belongs, or belonged, to the unit's subtree; for a group also to its schools."""
    unit = db.session.get_one(OrgUnit, unit_id)
    there = OrgUnit.path.startswith(unit.path, autoescape=True)
    if unit.kind is UnitKind.GROUP:
        schools = select(Membership.school_id).where(Membership.group_id == unit.group_id)
        there |= OrgUnit.school_id.in_(schools)
    people = select(Affiliation.user_id).join(OrgUnit, Affiliation.unit_id == OrgUnit.id).where(there)
    note_changes(KIND, db.session.scalars(people.distinct()).all())


def note_new_days() -> None:
    """Affiliations and memberships that began or ended by their date in the last days."""
    today = clock.today()
    first = today - LOOKED_BACK
    turned = or_(Affiliation.from_date.between(first, today), Affiliation.to_date.between(first, today))
    schools = select(Membership.school_id).where(
        or_(Membership.from_date.between(first, today), Membership.to_date.between(first, today))
    )
    people = select(Affiliation.user_id).join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
    people = people.where(or_(turned, OrgUnit.school_id.in_(schools))).distinct()
    with unit_of_work():
        note_changes(KIND, db.session.scalars(people).all())


def all_numbers() -> Sequence[int]:
    return db.session.scalars(select(User.id)).all()


def described(ids: Collection[int]) -> Iterator[SearchDocument]:
    """Those of the people that exist; who may find them is judged by their places of today."""
    people = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id)).all()
    subjects = subjects_of(ids)
    places = places_by_person(ids)
    groups = _groups_by_school({place.unit.school_id for rows in places.values() for place in rows})
    root = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == UnitKind.DISTRICT)).first()
    for person in people:
        yield _document(person, subjects.get(person.id, ""), places.get(person.id, []), groups, root)


def subjects_of(ids: Collection[int]) -> Mapping[int, str]:
    """What they teach, by the code; people without a subject are left out."""
    rows = db.session.scalars(select(TeacherProfile).where(TeacherProfile.user_id.in_(ids)))
    return {row.user_id: row.subject for row in rows if row.subject}


def _document(
    person: User,
    subject: str,
    places: Sequence[Affiliation],
    groups: Mapping[int, set[int]],
    root: OrgUnit | None,
) -> SearchDocument:
    near = [_keys(place.unit, groups) for place in places if _counts_today(place)]
    keys = {f"user:{person.id}"}.union(*near, *(led_by(place.unit) for place in places))
    words = [person.name[1:], person.name[:2]]  # a name has no borders between words: given name, nickname
    words += [reference.subjects()[subject].name] if subject in reference.subjects() else []
    if near and frozenset.intersection(*near):  # else some would learn of places out of their sight
        words += [name for place in places if not place.unit.archived_at for name in _names(place.unit)]
    return SearchDocument(
        uid=f"{KIND}:{person.id}",
        kind=KIND,
        title=person.name,
        meta=" ".join(dict.fromkeys(words)),
        audience=frozenset(keys | led_by(root)) if root else frozenset(keys),
        facets={"subject": subject} if subject else {},
        codes=(person.account_name,),
        sounds=(person.name_pinyin,),
        at=person.created_at,
    )


def _counts_today(place: Affiliation) -> bool:
    return place.from_date <= clock.today() and not place.is_over(clock.today())


def _keys(unit: OrgUnit, groups: Mapping[int, set[int]]) -> frozenset[str]:
    """Whose colleagues know of somebody in this unit: those of its school and of the groups around it."""
    keys = {f"group:{unit.group_id}"} if unit.group_id else set()
    if unit.school_id:
        keys |= {f"school:{unit.school_id}", *(f"group:{group}" for group in groups[unit.school_id])}
    return frozenset(keys)


def _names(unit: OrgUnit) -> Iterator[str]:
    yield unit.name
    owner = unit.school or unit.group
    if owner:
        yield from (owner.name, owner.short_name)


def _groups_by_school(school_ids: Collection[int | None]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    wanted = {school_id for school_id in school_ids if school_id}
    rows = select(Membership.school_id, Membership.group_id).where(
        Membership.school_id.in_(wanted), active_membership()
    )
    for school_id, group_id in db.session.execute(rows):
        found[school_id].add(group_id)
    return found
