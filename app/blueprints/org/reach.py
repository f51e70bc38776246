"""What a person's affiliations add up to: the sets that every visibility query starts from."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from flask import g, has_request_context
from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, or_, select

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.org.models import (
    Affiliation,
    Membership,
    MembershipStatus,
    OrgUnit,
    Role,
    UnitKind,
)
from app.core import clock
from app.core.db import db

Places = Sequence[Row[Role, OrgUnit]]
Memberships = Sequence[Row[int, int, date | None, bool]]  # as _memberships_of tells them

BELONGING = frozenset({MembershipStatus.ACTIVE, MembershipStatus.YELLOW})
GROUP_ROLES = frozenset({Role.ADMIN, Role.GROUP_HEAD, Role.GROUP_OFFICE})
LEADING = frozenset(
    {
        Role.ADMIN,
        Role.GROUP_HEAD,
        Role.GROUP_OFFICE,
        Role.SCHOOL_HEAD,
        Role.ACADEMIC_DIRECTOR,
        Role.SUBJECT_LEADER,
        Role.LESSON_GROUP_LEADER,
        Role.STUDIO_HOST,
    }
)


@dataclass(frozen=True)
class Reach:
    """Where a person belongs today and what they lead. All ids; empty sets for an outsider."""

    roles: frozenset[tuple[Role, int]] = frozenset()  # (role, unit id) as held
    kinds: frozenset[tuple[Role, UnitKind]] = frozenset()  # (role, kind of unit) as held
    unit_ids: frozenset[int] = frozenset()  # units they belong to directly
    school_ids: frozenset[int] = frozenset()  # schools of those units
    group_ids: frozenset[int] = frozenset()  # groups of those units, or of those schools
    led_paths: tuple[tuple[Role, str], ...] = field(default=())  # leading roles and the tree path below them
    left_groups: frozenset[tuple[int, date]] = frozenset()  # (group, last day) their school has left
    group_seats: frozenset[tuple[Role, int]] = frozenset()  # (role, group) in the group's own unit
    school_seats: frozenset[tuple[Role, int]] = frozenset()  # (role, school) in the school's, or its group's
    is_installation_admin: bool = False

    @property
    def led_group_school_ids(self) -> frozenset[int]:
        """Schools they lead as a whole: as their administrator, or from the group they belong to."""
        return frozenset(school for role, school in self.school_seats if role in GROUP_ROLES)

    def holds(self, role: Role, *unit_ids: int) -> bool:
        """Whether they hold `role` in one of the units (in any unit if none is named)."""
        return any(role is held and (not unit_ids or unit in unit_ids) for held, unit in self.roles)

    def leads(self, unit: OrgUnit, *roles: Role) -> bool:
        """Whether one of `roles` (default: any leading role) reaches this unit from above or in it."""
        if self.is_installation_admin:
            return True
        wanted = roles or tuple(LEADING)
        if any(role in wanted and unit.path.startswith(path) for role, path in self.led_paths):
            return True
        return unit.school_id is not None and self.leads_school(unit.school_id, *(GROUP_ROLES & set(wanted)))

    def leads_group(self, group_id: int, *roles: Role) -> bool:
        """Whether they hold one of `roles` in the group itself."""
        return self.is_installation_admin or any((role, group_id) in self.group_seats for role in roles)

    def leads_school(self, school_id: int, *roles: Role) -> bool:
        """Whether they hold one of `roles` in the school itself or in a group it belongs to."""
        return self.is_installation_admin or any((role, school_id) in self.school_seats for role in roles)


def reach_of(user: User) -> Reach:
    """Judged afresh in each request or event, remembered only within it."""
    known: dict[int, Reach] | None = g.setdefault("reach", {}) if has_request_context() else g.get("reach")
    if known is None:
        return _judge(user)
    if user.id not in known:
        known[user.id] = _judge(user)
    return known[user.id]


@contextmanager
def remembered() -> Iterator[None]:
    """For one judgement outside of requests that asks several times, and waits for nobody in between."""
    if "reach" in g:
        yield
        return
    g.reach = {}
    try:
        yield
    finally:
        forget()


def forget() -> None:
    """Judge again: an affiliation was just changed in this request."""
    g.pop("reach", None)


def active_affiliation(on: BindParameter[date] | None = None) -> ColumnElement[bool]:
    """The SQL condition under which an Affiliation counts today."""
    day = clock.today() if on is None else on
    return and_(
        Affiliation.from_date <= day,
        or_(Affiliation.to_date.is_(None), Affiliation.to_date >= day),
        Affiliation.ended_at.is_(None),
    )


def active_membership(on: BindParameter[date] | None = None) -> ColumnElement[bool]:
    """The SQL condition under which a school counts as part of its group today."""
    day = clock.today() if on is None else on
    return and_(
        Membership.from_date <= day,
        or_(Membership.to_date.is_(None), Membership.to_date >= day),
        Membership.status.in_(BELONGING),
    )


# Asked for every page and every judgement of the rooms: built once, which was half of what they cost.
_TODAY: BindParameter[date] = bindparam("today")
_PLACES = (
    select(Affiliation.role, OrgUnit)
    .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
    .where(
        Affiliation.user_id == bindparam("person"), OrgUnit.archived_at.is_(None), active_affiliation(_TODAY)
    )
)
_MEMBERSHIPS = select(
    Membership.group_id, Membership.school_id, Membership.to_date, active_membership(_TODAY).label("counts")
).where(
    or_(
        Membership.school_id.in_(bindparam("schools", expanding=True)),
        Membership.group_id.in_(bindparam("groups", expanding=True)),
    )
)


def reaches_without(user: User, endings: Iterable[Collection[Affiliation]]) -> list[Reach]:
    """What would be left of it after each of these endings, for a fixed number of queries."""
    rows, reaches = (_places_of(user) if user.is_active else []), list[Reach]()
    everywhere = _memberships_around(rows)
    for ending in endings:
        ended = {(place.role, place.unit_id) for place in ending}
        left = [row for row in rows if (row[0], row[1].id) not in ended]
        reaches.append(_add_up(left, everywhere))
    return reaches


def _judge(user: User) -> Reach:
    rows = _places_of(user) if user.is_active else []
    return _add_up(rows, _memberships_around(rows))


def _memberships_around(rows: Places) -> Memberships:
    heads = [unit for role, unit in rows if unit.kind is UnitKind.GROUP and role in GROUP_ROLES]
    schools = {unit.school_id for _role, unit in rows if unit.school_id}
    return _memberships_of(schools, {unit.group_id for unit in heads if unit.group_id})


def _add_up(rows: Places, rows_of_schools: Memberships) -> Reach:
    """Memberships of more schools and groups than these places are in do no harm."""
    units = [unit for _role, unit in rows]
    school_ids = frozenset(unit.school_id for unit in units if unit.school_id)
    own_groups = frozenset(unit.group_id for unit in units if unit.group_id)
    groups = [(role, unit) for role, unit in rows if unit.kind is UnitKind.GROUP]
    schools = [(role, unit) for role, unit in rows if unit.kind is UnitKind.SCHOOL]
    group_seats = frozenset((role, unit.group_id) for role, unit in groups if unit.group_id)
    school_seats = frozenset((role, unit.school_id) for role, unit in schools if unit.school_id)
    heading = {(role, group) for role, group in group_seats if role in GROUP_ROLES}
    memberships = [(row.group_id, row.school_id) for row in rows_of_schools if row.counts]
    return Reach(
        roles=frozenset((role, unit.id) for role, unit in rows),
        kinds=frozenset((role, unit.kind) for role, unit in rows),
        unit_ids=frozenset(unit.id for unit in units),
        school_ids=school_ids,
        group_ids=own_groups | {group for group, school in memberships if school in school_ids},
        led_paths=tuple((role, unit.path) for role, unit in rows if role in LEADING),
        left_groups=_left_by(school_ids, rows_of_schools),
        group_seats=group_seats,
        school_seats=school_seats
        | {(role, school) for group, school in memberships for role, led in heading if led == group},
        is_installation_admin=any((r, unit.kind) == (Role.ADMIN, UnitKind.DISTRICT) for r, unit in rows),
    )


def _left_by(school_ids: Collection[int], rows: Memberships) -> frozenset[tuple[int, date]]:
    ended = [row for row in rows if row.school_id in school_ids and not row.counts and row.to_date]
    return frozenset((row.group_id, row.to_date) for row in ended if row.to_date <= clock.today())


def _places_of(user: User) -> Places:
    return db.session.execute(_PLACES, {"person": user.id, "today": clock.today()}).all()


def _memberships_of(school_ids: Collection[int], group_ids: Collection[int]) -> Memberships:
    """(group, school, its last day, whether it counts today) wherever one of the two is named."""
    values = {"schools": list(school_ids), "groups": list(group_ids), "today": clock.today()}
    return db.session.execute(_MEMBERSHIPS, values).all()


def installation_admin_ids() -> set[int]:
    """People with an active account who administer the installation without an end in sight."""
    rows = db.session.scalars(
        select(Affiliation.user_id)
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .join(User, Affiliation.user_id == User.id)
        .where(
            Affiliation.role == Role.ADMIN,
            OrgUnit.kind == UnitKind.DISTRICT,
            User.status == UserStatus.ACTIVE,
            Affiliation.to_date.is_(None),
            active_affiliation(),
        )
    )
    return set(rows)
