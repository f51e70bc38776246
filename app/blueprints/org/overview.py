"""What the pages of groups and schools show: gathered with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.history_models import MembershipChange
from app.blueprints.org.models import (
    Affiliation,
    Campus,
    Membership,
    MembershipRole,
    OrgUnit,
    School,
    SchoolGroup,
    Term,
    UnitKind,
)
from app.blueprints.org.policy import visibility
from app.blueprints.org.policy.authority import manages
from app.blueprints.org.reach import active_affiliation, active_membership, reach_of
from app.blueprints.org.reading_order import in_reading_order
from app.blueprints.org.service import memberships, schools
from app.core import clock
from app.core.db import db
from app.core.policy import authorize, can


def authorize_at_root(actor: User, action: str) -> None:
    """Before showing a form: a root that is not there yet is as good as the one that will be."""
    authorize(actor, action, _root())


def root_for(actor: User) -> OrgUnit | None:
    """The top of the whole tree, for those who run the installation."""
    return _root() if may_at_root(actor, "name_installation") else None


def may_at_root(actor: User, action: str) -> bool:
    return can(actor, action, _root())


def schools_per_group(groups: Iterable[SchoolGroup]) -> Mapping[int, int]:
    ids = [group.id for group in groups]
    counting = (
        select(Membership.group_id, func.count().label("schools"))
        .where(Membership.group_id.in_(ids), active_membership())
        .group_by(Membership.group_id)
    )
    return {row.group_id: row.schools for row in db.session.execute(counting)}


def of_group(group: SchoolGroup, *, actor: User) -> dict[str, Any]:
    rows = db.session.scalars(
        visibility.memberships_visible_to(actor)
        .where(Membership.group_id == group.id)
        .options(joinedload(Membership.school))
        .order_by(Membership.role, Membership.from_date, Membership.id)
    ).all()
    today = clock.today()
    lead = [row for row in rows if row.role is MembershipRole.LEAD]
    others = [row for row in rows if row.role is not MembershipRole.LEAD]
    terms = select(Term).where(Term.group_id == group.id).order_by(Term.start_date.desc()).limit(4)
    return {
        "memberships": lead + others,
        "too_many": memberships.members_led(group) > memberships.ADVISED_MEMBERS,
        "advised": memberships.ADVISED_MEMBERS,
        "unit": _whole(UnitKind.GROUP, OrgUnit.group_id == group.id),
        "terms": db.session.scalars(terms).all(),
        "today": today,
    }


def of_school(school: School, *, actor: User) -> dict[str, Any]:
    own = _memberships_of(school, actor).options(joinedload(Membership.group))
    return {
        "unit": _whole(UnitKind.SCHOOL, OrgUnit.school_id == school.id),
        "campuses": campuses_of(school),
        "periods": schools.periods_of(school),
        "memberships": db.session.scalars(own.order_by(Membership.from_date)).all(),
        "people": people_count(school),
    }


def _memberships_of(school: School, actor: User) -> Select[Membership]:
    """Its own people know all its groups; a partner in one of them has no business with the others."""
    is_theirs = school.id in reach_of(actor).school_ids
    known = select(Membership) if is_theirs else visibility.memberships_visible_to(actor)
    return known.where(Membership.school_id == school.id)


def campuses_of(school: School) -> Sequence[Campus]:
    return db.session.scalars(select(Campus).where(Campus.school_id == school.id).order_by(Campus.id)).all()


def people_count(school: School) -> int:
    counting = (
        select(func.count(Affiliation.user_id.distinct()))
        .join(OrgUnit, Affiliation.unit_id == OrgUnit.id)
        .where(OrgUnit.school_id == school.id, active_affiliation())
    )
    return db.session.scalar(counting) or 0


def history_of(membership: Membership) -> Sequence[MembershipChange]:
    wanted = select(MembershipChange).where(MembershipChange.membership_id == membership.id)
    newest = wanted.options(joinedload(MembershipChange.by)).order_by(MembershipChange.id.desc())
    return db.session.scalars(newest).all()


def tree_below(unit: OrgUnit, *, actor: User) -> list[dict[str, Any]]:
    """The subtree as rows in reading order: unit, depth, heads, number of people, whether it is theirs."""
    below = select(OrgUnit).where(OrgUnit.path.startswith(unit.path, autoescape=True))
    units = db.session.scalars(below.options(joinedload(OrgUnit.school), joinedload(OrgUnit.group))).all()
    counts, heads = _people_in(units)
    reach = reach_of(actor)
    own = unit.path.count("/")
    return [
        {
            "unit": row,
            "depth": row.path.count("/") - own,
            "people": counts.get(row.id, 0),
            "heads": heads[row.id],
            "managed": manages(reach, row) and not row.stands_for_a_whole,
        }
        for row in in_reading_order(units)
    ]


def archived_with(unit: OrgUnit) -> dict[str, Any]:
    """Whom it concerns when the unit is archived: the living units below it, everybody in all of these."""
    below = OrgUnit.path.startswith(unit.path, autoescape=True), OrgUnit.archived_at.is_(None)
    units = db.session.scalars(select(OrgUnit).where(*below)).all()
    people = select(func.count(Affiliation.user_id.distinct())).join(OrgUnit).where(*below)
    return {
        "below": [row for row in in_reading_order(units) if row.id != unit.id],
        "people": db.session.scalar(people.where(active_affiliation())) or 0,
    }


def _people_in(units: Sequence[OrgUnit]) -> tuple[dict[int, int], Mapping[int, list[Affiliation]]]:
    ids = [unit.id for unit in units]
    counting = (
        select(Affiliation.unit_id, func.count(Affiliation.user_id.distinct()).label("people"))
        .where(Affiliation.unit_id.in_(ids), active_affiliation())
        .group_by(Affiliation.unit_id)
    )
    leading = (
        select(Affiliation)
        .where(Affiliation.unit_id.in_(ids), active_affiliation(), Affiliation.role != "teacher")
        .options(joinedload(Affiliation.user))
    )
    heads: dict[int, list[Affiliation]] = defaultdict(list)
    for row in db.session.scalars(leading):
        heads[row.unit_id].append(row)
    return {row.unit_id: row.people for row in db.session.execute(counting)}, heads


def _root() -> OrgUnit:
    wanted = select(OrgUnit).where(OrgUnit.kind == UnitKind.DISTRICT).limit(1)
    stored = db.session.scalars(wanted).one_or_none()
    return stored or OrgUnit(kind=UnitKind.DISTRICT, name="", path="/0/")


def _whole(kind: UnitKind, owner: Any) -> OrgUnit:
    return db.session.scalars(select(OrgUnit).where(OrgUnit.kind == kind, owner)).one()
