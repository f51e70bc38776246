"""How far a role reaches over people: nobody hands out, or takes over, more than they were given."""

from collections.abc import Iterable, Mapping

from app.blueprints.accounts.models import User
from app.blueprints.org.models import Affiliation, OrgUnit, Role
from app.blueprints.org.reach import Reach, reach_of

MANAGING = (
    Role.ADMIN,
    Role.GROUP_HEAD,
    Role.GROUP_OFFICE,
    Role.SCHOOL_HEAD,
    Role.ACADEMIC_DIRECTOR,
)
TEACHING = frozenset(
    {
        Role.SUBJECT_LEADER,
        Role.LESSON_GROUP_LEADER,
        Role.TEACHER,
        Role.STUDIO_HOST,
        Role.EXTERNAL_EXPERT,
    }
)
SCHOOL_WIDE = TEACHING | {Role.SCHOOL_HEAD, Role.ACADEMIC_DIRECTOR}
GRANTS: Mapping[Role, frozenset[Role]] = {  # who may give which role, at and below the own unit
    Role.ADMIN: frozenset(Role),
    Role.GROUP_HEAD: SCHOOL_WIDE | {Role.GROUP_OFFICE},
    Role.GROUP_OFFICE: SCHOOL_WIDE,
    Role.SCHOOL_HEAD: TEACHING | {Role.ACADEMIC_DIRECTOR},
    Role.ACADEMIC_DIRECTOR: TEACHING,
    Role.SUBJECT_LEADER: frozenset({Role.LESSON_GROUP_LEADER, Role.TEACHER}),
    Role.LESSON_GROUP_LEADER: frozenset({Role.TEACHER}),
    Role.STUDIO_HOST: frozenset({Role.TEACHER}),
}
WITHOUT_POWER = frozenset({Role.TEACHER, Role.EXTERNAL_EXPERT})


def manages(reach: Reach, unit: OrgUnit) -> bool:
    """Whether they run the group or school that the unit is part of."""
    return reach.leads(unit, *MANAGING)


def runs_something(actor: User) -> bool:
    """Whether there is anything for them to administer: to all others it is a directory."""
    reach = reach_of(actor)
    return reach.is_installation_admin or any(role in MANAGING for role, _path in reach.led_paths)


def may_grant(reach: Reach, role: Role, unit: OrgUnit) -> bool:
    """Whether they may appoint somebody to `role` in this unit."""
    return any(role in given and reach.leads(unit, holder) for holder, given in GRANTS.items())


def can_give(actor: object, role: Role, unit: OrgUnit) -> bool:
    return isinstance(actor, User) and may_grant(reach_of(actor), role, unit)


def administers_holder(reach: Reach, places: Iterable[Affiliation]) -> bool:
    """Whether they administer the person who holds these: one of their people, and nobody mightier.

    Who may reset a password can become that person. So every role with power that the person holds,
    anywhere, must be one they could have given. Leading a joint 备课组 of one's own group is no such
    power: it reaches over lessons only, and otherwise a school could not help these teachers of its own.
    """
    held = list(places)
    if reach.is_installation_admin:
        return True
    return any(manages(reach, place.unit) for place in held) and all(
        place.role in WITHOUT_POWER
        or _leads_joint_lessons(reach, place)
        or may_grant(reach, place.role, place.unit)
        for place in held
    )


def _leads_joint_lessons(reach: Reach, place: Affiliation) -> bool:
    """In a unit of the group itself; 大教研组 and studios stay with the group's office."""
    joint = place.unit.school_id is None and place.unit.group_id in reach.group_ids
    return joint and place.role is Role.LESSON_GROUP_LEADER
