"""What of the organisation a person may know of. Every read starts from one of these queries."""

from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, or_, select, true

from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import (
    Affiliation,
    Campus,
    Membership,
    OrgUnit,
    School,
    SchoolGroup,
    Term,
)
from app.blueprints.org.policy.authority import MANAGING
from app.blueprints.org.reach import Reach, active_affiliation, active_membership, reach_of


def groups_visible_to(actor: User) -> Select[SchoolGroup]:
    """The groups they or their schools are part of."""
    return select(SchoolGroup).where(_in_groups(reach_of(actor), SchoolGroup.id))


def schools_visible_to(actor: User) -> Select[School]:
    """Their schools, and all that are part of their groups today."""
    return select(School).where(_in_schools(reach_of(actor), School.id))


def memberships_visible_to(actor: User) -> Select[Membership]:
    """All periods of all schools in their groups, past ones included."""
    return select(Membership).where(_in_groups(reach_of(actor), Membership.group_id))


def campuses_visible_to(actor: User) -> Select[Campus]:
    return select(Campus).where(_in_schools(reach_of(actor), Campus.school_id))


def terms_visible_to(actor: User) -> Select[Term]:
    return select(Term).where(_in_groups(reach_of(actor), Term.group_id))


def units_visible_to(actor: User) -> Select[OrgUnit]:
    """The units of their groups and of the schools they may know of."""
    return select(OrgUnit).where(_unit_is_near(reach_of(actor)))


def people_visible_to(actor: User) -> Select[User]:
    """Colleagues of their schools and groups; those who run a place also see who has left it."""
    reach = reach_of(actor)
    if reach.is_installation_admin:
        return select(User)
    near = select(Affiliation.user_id).join(OrgUnit).where(_unit_is_near(reach), active_affiliation())
    left = select(Affiliation.user_id).join(OrgUnit).where(_unit_is_managed(reach))
    return select(User).where(or_(User.id == actor.id, User.id.in_(near), User.id.in_(left)))


def affiliations_visible_to(actor: User) -> Select[Affiliation]:
    """Who belongs, or belonged, to units they may know of; for oneself, all of them."""
    near = select(OrgUnit.id).where(_unit_is_near(reach_of(actor)))
    return select(Affiliation).where(or_(Affiliation.user_id == actor.id, Affiliation.unit_id.in_(near)))


def _unit_is_near(reach: Reach) -> ColumnElement[bool]:
    return or_(_in_groups(reach, OrgUnit.group_id), _in_schools(reach, OrgUnit.school_id))


def _unit_is_managed(reach: Reach) -> ColumnElement[bool]:
    paths = [OrgUnit.path.startswith(path) for role, path in reach.led_paths if role in MANAGING]
    return or_(false(), OrgUnit.school_id.in_(reach.led_group_school_ids), *paths)


def _in_groups(reach: Reach, column: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return true() if reach.is_installation_admin else column.in_(reach.group_ids)


def _in_schools(reach: Reach, column: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    if reach.is_installation_admin:
        return true()
    partners = select(Membership.school_id).where(
        Membership.group_id.in_(reach.group_ids), active_membership()
    )
    return or_(column.in_(reach.school_ids), column.in_(partners))


def imports_visible_to(actor: User) -> Select[ImportBatch]:
    """One's own uploads, as long as one runs the place: there are phone numbers in them."""
    reach, own = reach_of(actor), select(ImportBatch).where(ImportBatch.by_id == actor.id)
    if reach.is_installation_admin:
        return own
    return own.where(ImportBatch.unit_id.in_(select(OrgUnit.id).where(_unit_is_managed(reach))))
