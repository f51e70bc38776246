"""What waits for a person today: gathered from what is there, never filled in by anybody."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentUpdate
from app.blueprints.coedit.sections.models import DocumentSection
from app.blueprints.org.models import OrgUnit, TeacherProfile, Week
from app.blueprints.org.reach import reach_of
from app.blueprints.preparation import policy
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.belonging import week_on
from app.blueprints.preparation.service.listing import nearest_first, with_row_parts
from app.blueprints.preparation.service.remaining import Remaining, remaining_for
from app.blueprints.preparation.service.sections import section_name
from app.blueprints.preparation.states import SETTLED, UNDER_WAY, Overdue, State
from app.core import clock
from app.core.clock import SCHOOL_ZONE
from app.core.db import db

MOST_UNDER_WAY = 30  # of which the page shows the first few
MOST_THIS_WEEK = 20
MOST_RECENT = 6
JUST_NOW = timedelta(minutes=3)
SOON = timedelta(days=14)
LAST_UPDATES = 100  # of a document: enough to tell who wrote a moment ago


class Waiting(enum.StrEnum):
    """What somebody should do next, most pressing first."""

    CIRCULATE_LATE = "circulate_late"
    FINALIZE_LATE = "finalize_late"
    FINALIZE = "finalize"
    READ_DRAFT = "read_draft"
    START_DRAFT = "start_draft"
    WRITE_SECTION = "write_section"
    LOOK_IN = "look_in"


@dataclass(frozen=True)
class Todo:
    kind: Waiting
    preparation: JointPreparation
    sections: tuple[str, ...] = ()  # that the person was given to write


@dataclass(frozen=True)
class Board:
    """Everything on the workbench of one person."""

    week: Week | None
    under_way: Sequence[JointPreparation]  # those that have begun, the nearest discussion first
    soon: Sequence[JointPreparation]  # planned and due within two weeks: without a text so far
    later: Sequence[JointPreparation]  # planned for the rest of the term
    this_week: Sequence[JointPreparation]
    todos: Sequence[Todo]
    recent: Sequence[JointPreparation]
    remaining: Remaining | None = None  # of the work in a group that the person's school has left
    writing_now: dict[int, list[User]] = field(default_factory=dict)  # by preparation

    @property
    def is_new_here(self) -> bool:
        return not (self.under_way or self.soon or self.later or self.this_week or self.recent)


def board_of(person: User) -> Board:
    mine = _under_way(person)
    under_way = [each for each in mine if each.state is not State.PLANNED]
    planned = [each for each in mine if each.state is State.PLANNED]
    return Board(
        week=_week(person),
        under_way=under_way,
        soon=[each for each in planned if _is_near(each)],
        later=[each for each in planned if not _is_near(each)],
        this_week=_this_week(person),
        todos=todos_among(mine, person),
        recent=_recently_finalized(person),
        remaining=remaining_for(person),
        writing_now=_writing_now(under_way, person),
    )


def todos_among(preparations: Sequence[JointPreparation], person: User) -> list[Todo]:
    """At most one for each preparation, and one for the sections somebody gave the person in it."""
    found = [Todo(kind, each) for each in preparations if (kind := _waiting_for(person, each))]
    found += _sections_to_write(preparations, person)
    order = list(Waiting)
    return sorted(found, key=lambda todo: order.index(todo.kind))


def _waiting_for(person: User, preparation: JointPreparation) -> Waiting | None:
    if preparation.lead_preparer_id == person.id:
        return _waiting_for_the_lead(preparation)
    row = preparation.participant(person.id)
    if row is None or row.last_opened_at is not None or preparation.state is State.PLANNED:
        return None
    return Waiting.LOOK_IN if preparation.state is State.DRAFTING else Waiting.READ_DRAFT


def _sections_to_write(preparations: Sequence[JointPreparation], person: User) -> list[Todo]:
    of_documents = {each.document_id: each for each in preparations if each.document_id}
    rows = db.session.execute(
        select(DocumentSection.document_id, DocumentSection.key)
        .where(
            DocumentSection.document_id.in_(of_documents),
            DocumentSection.assignee_id == person.id,
            DocumentSection.done_at.is_(None),
        )
        .order_by(DocumentSection.document_id, DocumentSection.key)
    ).all()
    return [
        Todo(Waiting.WRITE_SECTION, of_documents[number], tuple(section_name(row.key) for row in group))
        for number, group in groupby(rows, key=lambda row: row.document_id)
    ]


def _waiting_for_the_lead(preparation: JointPreparation) -> Waiting | None:
    overdue = preparation.overdue(clock.today())
    if overdue is Overdue.CIRCULATION:
        return Waiting.CIRCULATE_LATE
    if overdue is Overdue.FINALIZATION:
        return Waiting.FINALIZE_LATE
    if preparation.state is State.REVISING:
        return Waiting.FINALIZE
    return Waiting.START_DRAFT if preparation.state is State.PLANNED and _is_near(preparation) else None


def _is_near(preparation: JointPreparation) -> bool:
    """A whole term may be planned: what is far away does not wait yet."""
    meeting = preparation.discuss_at
    dates = [preparation.circulate_due, clock.day_of(meeting) if meeting else None]
    first = min((day for day in dates if day), default=None)
    return first is None or first <= clock.today() + SOON


def _under_way(person: User) -> Sequence[JointPreparation]:
    query = policy.visible_to(person).where(
        policy.where_taking_part(person), JointPreparation.state.in_(list(UNDER_WAY))
    )
    return db.session.scalars(with_row_parts(query).order_by(*nearest_first()).limit(MOST_UNDER_WAY)).all()


def _this_week(person: User) -> Sequence[JointPreparation]:
    """Discussions of this school week that the person takes part in or whose unit is theirs.

    Those that were cancelled stand below, marked: nobody should go there in vain.
    """
    today = clock.today()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time.min, SCHOOL_ZONE)
    near = or_(policy.where_taking_part(person), JointPreparation.unit_id.in_(reach_of(person).unit_ids))
    query = policy.visible_to(person).where(
        near,
        JointPreparation.discuss_at >= monday,
        JointPreparation.discuss_at < monday + timedelta(days=7),
    )
    query = query.options(joinedload(JointPreparation.lead_preparer))
    in_turn = (JointPreparation.state == State.CANCELLED, JointPreparation.discuss_at, JointPreparation.id)
    return db.session.scalars(query.order_by(*in_turn).limit(MOST_THIS_WEEK)).all()


def _recently_finalized(person: User) -> Sequence[JointPreparation]:
    """New common plans of the subjects the person teaches."""
    of_units = select(OrgUnit.subject).where(OrgUnit.id.in_(reach_of(person).unit_ids))
    of_profile = select(TeacherProfile.subject).where(TeacherProfile.user_id == person.id)
    mine = or_(JointPreparation.subject.in_(of_units), JointPreparation.subject.in_(of_profile))
    query = policy.visible_to(person).where(mine, JointPreparation.state.in_(list(SETTLED)))
    query = query.options(
        joinedload(JointPreparation.lead_preparer),
        joinedload(JointPreparation.unit).joinedload(OrgUnit.school),
    )
    return db.session.scalars(query.order_by(JointPreparation.finalized_at.desc()).limit(MOST_RECENT)).all()


def _writing_now(preparations: Sequence[JointPreparation], person: User) -> dict[int, list[User]]:
    """Who wrote a moment ago, by the log: true on every node, and one query for all rows."""
    ids = {each.document_id: each.id for each in preparations if each.document_id}
    rows = db.session.execute(
        select(DocumentUpdate.document_id, User)
        .join(User, DocumentUpdate.author_id == User.id)
        .join(Document, DocumentUpdate.document_id == Document.id)
        .where(
            DocumentUpdate.document_id.in_(ids),
            DocumentUpdate.seq > Document.head_seq - LAST_UPDATES,
            DocumentUpdate.seq > 1,  # the first is the template or the Word file
            DocumentUpdate.at > clock.now() - JUST_NOW,
        )
        .distinct()
    )
    writing: dict[int, list[User]] = {}
    for document_id, author in rows:
        if author.id != person.id:
            writing.setdefault(ids[document_id], []).append(author)
    return writing


def _week(person: User) -> Week | None:
    groups = sorted(reach_of(person).group_ids)
    return week_on(groups[0], clock.today()) if groups else None
