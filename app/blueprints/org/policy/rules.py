"""Who may change what. Each rule is named after the reason why somebody may."""

from datetime import timedelta

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.org.belonging import places_of, unfinished_places_of
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import (
    Affiliation,
    Membership,
    OrgUnit,
    Role,
    School,
    SchoolGroup,
    Term,
    UnitKind,
)
from app.blueprints.org.policy.authority import MANAGING, administers_holder, manages, may_grant
from app.blueprints.org.reach import BELONGING, GROUP_ROLES, active_membership, reach_of
from app.core import clock
from app.core.db import db
from app.core.policy import allow

TO_NOTICE_A_SLIP = timedelta(days=7)


@allow(OrgUnit, "create_group", "name_installation", "read_audit_log")
@allow(SchoolGroup, "archive", "admit")
@allow(School, "archive")
def runs_the_installation(actor: User, _target: object) -> bool:
    """Taking a school into a group gives the group rights over its people, so no group may do it alone."""
    return reach_of(actor).is_installation_admin


@allow(OrgUnit, "create_school")
def administers_the_place(actor: User, unit: OrgUnit) -> bool:
    """A new school below the root or in a group: it has no people yet, so nothing is taken over."""
    reach = reach_of(actor)
    return reach.is_installation_admin or (unit.kind is UnitKind.GROUP and reach.leads(unit, Role.ADMIN))


@allow(SchoolGroup, "edit", "keep_calendar")
def leads_the_group(actor: User, group: SchoolGroup) -> bool:
    return reach_of(actor).leads_group(group.id, *GROUP_ROLES)


@allow(Term, "edit", "destroy")
def leads_the_group_of_the_term(actor: User, term: Term) -> bool:
    return reach_of(actor).leads_group(term.group_id, *GROUP_ROLES)


@allow(Membership, "change_status", "end", "give_back_places")
def leads_the_group_it_belongs_to(actor: User, membership: Membership) -> bool:
    """Once a school is out, only the installation lets it in again."""
    reach = reach_of(actor)
    belongs = membership.status in BELONGING and membership.to_date is None
    return reach.is_installation_admin or (belongs and reach.leads_group(membership.group_id, *GROUP_ROLES))


@allow(Membership, "read_reason")
def runs_the_group_or_the_school(actor: User, membership: Membership) -> bool:
    """Everybody sees that a school was warned; why, only those who have to do something about it."""
    reach = reach_of(actor)
    if reach.leads_group(membership.group_id, *GROUP_ROLES):
        return True
    return reach.leads_school(membership.school_id, Role.ADMIN, Role.SCHOOL_HEAD, Role.ACADEMIC_DIRECTOR)


@allow(School, "edit")
def runs_the_school(actor: User, school: School) -> bool:
    return reach_of(actor).leads_school(school.id, *MANAGING)


@allow(OrgUnit, "create_child", "create_person")
def manages_the_place(actor: User, unit: OrgUnit) -> bool:
    return manages(reach_of(actor), unit)


@allow(OrgUnit, "import_people")
def manages_a_whole(actor: User, unit: OrgUnit) -> bool:
    """Teachers are imported for a school, or for a group and all its schools."""
    return unit.kind in {UnitKind.GROUP, UnitKind.SCHOOL} and manages(reach_of(actor), unit)


@allow(OrgUnit, "edit", "move", "archive")
def manages_the_part(actor: User, unit: OrgUnit) -> bool:
    """The units of groups and schools change with their group or school."""
    return not unit.stands_for_a_whole and manages(reach_of(actor), unit)


@allow(Affiliation, "end")
def could_have_appointed(actor: User, affiliation: Affiliation) -> bool:
    return may_grant(reach_of(actor), affiliation.role, affiliation.unit)


@allow(User, "end_affiliations")
def could_have_appointed_somewhere(actor: User, person: User) -> bool:
    return any(could_have_appointed(actor, place) for place in unfinished_places_of(person.id))


@allow(Affiliation, "create")
def may_appoint_this_person(actor: User, affiliation: Affiliation) -> bool:
    """The role is theirs to give, and the person is already a colleague of the unit or one of their people.

    Otherwise anybody could be drawn into a school in order to administer their account there.
    """
    reach, unit = reach_of(actor), affiliation.unit
    if not may_grant(reach, affiliation.role, unit):
        return False
    if reach.is_installation_admin:
        return True
    schools = _schools_around(unit)
    return any(
        manages(reach, place.unit)
        or (not place.is_over(clock.today()) and _is_around(place.unit, unit, schools))
        for place in places_of(affiliation.user.id)
    )


@allow(Affiliation, "restore")
def could_take_the_ending_back(actor: User, affiliation: Affiliation) -> bool:
    """Whoever may add the post; and for some days whoever could end it, wherever else the person works."""
    if ended_lately(affiliation) and could_have_appointed(actor, affiliation):
        return True
    return may_appoint_this_person(actor, affiliation)


def ended_lately(affiliation: Affiliation) -> bool:
    if affiliation.ended_at:
        return affiliation.ended_at > clock.now() - TO_NOTICE_A_SLIP
    return affiliation.to_date is not None and affiliation.to_date >= clock.today() - TO_NOTICE_A_SLIP


@allow(User, "edit_person")
def administers_the_person(actor: User, person: User) -> bool:
    return administers_holder(reach_of(actor), places_of(person.id))


def _is_around(theirs: OrgUnit, unit: OrgUnit, schools: set[int]) -> bool:
    """Somebody who has left comes back through those who run the place, not through a colleague."""
    return theirs.school_id in schools or (unit.group_id is not None and theirs.group_id == unit.group_id)


def _schools_around(unit: OrgUnit) -> set[int]:
    """The unit's school; for a unit of a group itself (大教研组), all schools of the group."""
    if unit.school_id:
        return {unit.school_id}
    members = select(Membership.school_id).where(Membership.group_id == unit.group_id, active_membership())
    return set(db.session.scalars(members))


@allow(ImportBatch, "confirm", "undo", "take_slips")
def uploaded_it_and_still_may(actor: User, batch: ImportBatch) -> bool:
    """Passwords of a whole school go only to the one who asked for them."""
    return batch.by_id == actor.id and manages_a_whole(actor, batch.unit)
