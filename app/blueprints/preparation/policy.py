"""Who may know of a joint preparation, who writes in it, and who moves it on."""

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, inspect, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit, Role, School, UnitKind
from app.blueprints.org.reach import Reach, reach_of
from app.blueprints.org.reading_order import in_reading_order
from app.blueprints.preparation import departed
from app.blueprints.preparation.export_models import PreparationExport
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.states import SETTLED, WRITABLE, State, Visibility
from app.core.db import db
from app.core.policy import allow

RUNS_A_UNIT = frozenset({Role.LESSON_GROUP_LEADER, Role.SUBJECT_LEADER, Role.STUDIO_HOST})
ONLOOKERS = frozenset({Role.RESEARCH_OFFICER, Role.INSPECTOR, Role.EXTERNAL_EXPERT})
PREPARING_UNITS = (UnitKind.LESSON_GROUP, UnitKind.SUBJECT_GROUP, UnitKind.STUDIO)


_SEAT = select(Participant.id).where(
    Participant.preparation_id == bindparam("preparation"), Participant.user_id == bindparam("person")
)


def visible_to(actor: User) -> Select[JointPreparation]:
    """Preparations the actor may know of. Every read starts from this query."""
    query = select(JointPreparation)
    if not actor.is_active:
        return query.where(false())
    reach = reach_of(actor)
    return query.where(
        or_(
            takes_part(actor, reach),
            departed.kept_by(actor, reach),
            _led(reach),
            _prepared_near(reach),
            _shown_to_the_group(reach),
            _shown_to_officers(reach),
        )
    )


def gone_from(actor: User) -> Select[JointPreparation]:
    """What the actor took part in and may not open: their school has left the group, or they have no post."""
    visible = visible_to(actor).with_only_columns(JointPreparation.id)
    theirs = departed.worked_on_by(actor, reach_of(actor))
    return select(JointPreparation).where(theirs, JointPreparation.id.not_in(visible))


def where_taking_part(actor: User) -> ColumnElement[bool]:
    """The SQL condition for the preparations a person is one of."""
    mine = select(Participant.preparation_id).where(Participant.user_id == actor.id)
    return JointPreparation.id.in_(mine)


def proposable_units(actor: User) -> list[OrgUnit]:
    """The units in whose name the actor may start a preparation, their own ones first."""
    reach = reach_of(actor)
    led = [OrgUnit.path.startswith(path) for role, path in reach.led_paths if role in RUNS_A_UNIT]
    own = OrgUnit.id.in_(reach.unit_ids)
    rows = db.session.scalars(
        select(OrgUnit)
        .where(OrgUnit.kind.in_(PREPARING_UNITS), OrgUnit.archived_at.is_(None), or_(own, *led))
        .options(joinedload(OrgUnit.school))
    )
    return sorted(
        (unit for unit in in_reading_order(rows) if belongs_or_leads(actor, unit)),
        key=lambda unit: (unit.id not in reach.unit_ids, unit.kind is not UnitKind.LESSON_GROUP),
    )


def may_propose_at_all(actor: User) -> bool:
    """Whether the actor may start a preparation for some unit: pages ask before they invite to it.

    No query of its own: whoever runs preparing units has a seat in one (org.models.SEATS).
    """
    kinds = reach_of(actor).kinds
    return any(role not in ONLOOKERS and kind in PREPARING_UNITS for role, kind in kinds)


@allow(OrgUnit, "propose_preparation")
def belongs_or_leads(actor: User, unit: OrgUnit) -> bool:
    """Teachers of a preparing unit, and those who run it."""
    if unit.kind not in PREPARING_UNITS or unit.archived_at:
        return False
    reach = reach_of(actor)
    works_there = any(unit_id == unit.id and role not in ONLOOKERS for role, unit_id in reach.roles)
    return works_there or _runs(actor, unit)


@allow(JointPreparation, "read_document")
def may_know_of_it(actor: User, preparation: JointPreparation) -> bool:
    if _works_in_it(actor, preparation):
        return True  # part of the query below, and nearly everybody who opens a room
    found = visible_to(actor).where(JointPreparation.id == preparation.id)
    return db.session.scalar(select(found.exists())) is True


@allow(JointPreparation, "edit_document")
def writes_in_it(actor: User, preparation: JointPreparation) -> bool:
    """Who takes part, and who runs the unit, until it is finalized."""
    if preparation.state not in WRITABLE:
        return False
    return _works_in_it(actor, preparation) or _runs(actor, preparation.unit)


@allow(JointPreparation, "suggest_in_document")
def suggests_in_it(actor: User, preparation: JointPreparation) -> bool:
    """Experts from outside too, until it is finalized: what they write waits for whoever is in charge."""
    return preparation.state in WRITABLE and speaks_in_it(actor, preparation)


@allow(JointPreparation, "comment_document")
def speaks_in_it(actor: User, preparation: JointPreparation) -> bool:
    """Who takes part, who runs the unit, and experts from outside who were asked to take part."""
    if _works_in_it(actor, preparation) or _runs(actor, preparation.unit):
        return True
    was_asked = preparation.participant(actor.id) is not None
    return was_asked and reach_of(actor).holds(Role.EXTERNAL_EXPERT) and may_know_of_it(actor, preparation)


@allow(JointPreparation, "read_history")
def has_to_do_with_it(actor: User, preparation: JointPreparation) -> bool:
    """What was written and taken back on the way is for those who work on it, not for an audience."""
    return _works_in_it(actor, preparation) or _runs(actor, preparation.unit)


@allow(
    JointPreparation,
    "start_draft",
    "circulate",
    "return",
    "open_discussion",
    "close_discussion",
    "reopen",
    "finalize",
    "archive",
    "cancel",
    "invite",
    "remove_participant",
    "change_details",
    "settle_comments",
    "assign_sections",
    "present_document",
    "decide_suggestions",
)
def is_in_charge(actor: User, preparation: JointPreparation) -> bool:
    """The lead preparer, or whoever runs the unit that prepares."""
    is_lead = preparation.lead_preparer_id == actor.id
    return (is_lead and _works_in_it(actor, preparation)) or _runs(actor, preparation.unit)


@allow(Participant, "remove")
def is_in_charge_or_oneself(actor: User, participant: Participant) -> bool:
    """Leaving is everybody's own decision, except the lead preparer's."""
    preparation = participant.preparation
    if participant.user_id == preparation.lead_preparer_id:
        return False
    if not preparation.is_under_way:
        return False
    return participant.user_id == actor.id or is_in_charge(actor, preparation)


def _works_in_it(actor: User, preparation: JointPreparation) -> bool:
    """Takes part, still belongs there, and not only as an onlooker."""
    reach = reach_of(actor)
    if all(role in ONLOOKERS for role, _unit in reach.roles):
        return False
    belongs = preparation.group_id in reach.group_ids or preparation.unit.school_id in reach.school_ids
    if not (belongs or preparation.unit_id in reach.unit_ids):
        return False
    return _is_participant(actor, preparation)


def _is_participant(actor: User, preparation: JointPreparation) -> bool:
    """Without loading a hundred others, who all come at the same time."""
    if "participants" not in inspect(preparation).unloaded:
        return preparation.participant(actor.id) is not None
    mine = {"preparation": preparation.id, "person": actor.id}
    return db.session.scalar(_SEAT, mine) is not None


def _runs(actor: User, unit: OrgUnit) -> bool:
    paths = reach_of(actor).led_paths
    return any(role in RUNS_A_UNIT and unit.path.startswith(path) for role, path in paths)


def takes_part(actor: User, reach: Reach) -> ColumnElement[bool]:
    """Only as long as they belong to the group, the school or the unit: leaving ends it the same minute.

    (What was frozen before their whole school left stays: see departed.py.)
    """
    belongs = or_(
        JointPreparation.group_id.in_(reach.group_ids),
        _units(OrgUnit.school_id.in_(reach.school_ids)),
        JointPreparation.unit_id.in_(reach.unit_ids),
    )
    return and_(where_taking_part(actor), belongs)


def _led(reach: Reach) -> ColumnElement[bool]:
    """Leaders of the unit, of a unit above it, or of the group of its school."""
    if reach.is_installation_admin:
        return _from(Visibility.INVITED)
    below = [OrgUnit.path.startswith(path) for _role, path in reach.led_paths]
    if not below:
        return false()
    return and_(
        _from(Visibility.INVITED),
        _units(or_(*below, OrgUnit.school_id.in_(reach.led_group_school_ids))),
    )


def _prepared_near(reach: Reach) -> ColumnElement[bool]:
    """Colleagues: of the unit itself, of its subject group, of its school."""
    mine, above = aliased(OrgUnit), aliased(OrgUnit)
    same_subject_group = (
        select(above.id)
        .join(mine, mine.path.startswith(above.path))
        .where(
            above.kind == UnitKind.SUBJECT_GROUP,
            mine.id.in_(reach.unit_ids),
            OrgUnit.path.startswith(above.path),
        )
    )
    return or_(
        and_(_from(Visibility.LESSON_GROUP), JointPreparation.unit_id.in_(reach.unit_ids)),
        and_(_from(Visibility.SUBJECT_GROUP), _units(same_subject_group.exists())),
        and_(_from(Visibility.SCHOOL), _units(OrgUnit.school_id.in_(reach.school_ids))),
    )


def _shown_to_the_group(reach: Reach) -> ColumnElement[bool]:
    anywhere = true() if reach.roles else false()
    return or_(
        and_(_from(Visibility.GROUP), JointPreparation.group_id.in_(reach.group_ids)),
        and_(_from(Visibility.DISTRICT), anywhere),
    )


def _shown_to_officers(reach: Reach) -> ColumnElement[bool]:
    """District research officers read what a group shows; inspectors only what is finished."""
    conditions: list[ColumnElement[bool]] = []
    for role, extra in ((Role.RESEARCH_OFFICER, true()), (Role.INSPECTOR, _settled())):
        units = [unit_id for held, unit_id in reach.roles if held is role]
        if units:
            scope = aliased(OrgUnit)
            paths = select(scope.id).where(scope.id.in_(units), OrgUnit.path.startswith(scope.path))
            conditions.append(and_(_from(Visibility.GROUP), extra, _units(paths.exists())))
    return or_(false(), *conditions)


def _settled() -> ColumnElement[bool]:
    return JointPreparation.state.in_([state for state in State if state in SETTLED])


def _from(lowest: Visibility) -> ColumnElement[bool]:
    return JointPreparation.visibility.in_(Visibility.at_least(lowest))


def _units(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return JointPreparation.unit_id.in_(select(OrgUnit.id).where(condition))


def exportable_by(actor: User) -> Select[JointPreparation]:
    """What the actor may take away: all that they may read and that has a text."""
    return visible_to(actor).where(JointPreparation.document_id.is_not(None))


@allow(PreparationExport, "make", "download")
def may_read_all_of_it(actor: User, export: PreparationExport) -> bool:
    """One's own, and only as long as one may read everything in it."""
    ids = set(export.preparation_ids)
    if export.owner_id != actor.id or not ids:
        return False
    readable = exportable_by(actor).where(JointPreparation.id.in_(ids)).subquery()
    return db.session.scalar(select(func.count()).select_from(readable)) == len(ids)


@allow(School, "set_print_template")
def runs_the_office_of_the_school(actor: User, school: School) -> bool:
    """Its administrators and its academic directors; the group's for the schools it leads."""
    if school.archived_at is not None:
        return False
    return reach_of(actor).leads_school(school.id, Role.ADMIN, Role.ACADEMIC_DIRECTOR)
