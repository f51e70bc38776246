"""A joint preparation begins: for a topic, in a unit's name, with a first text and the people invited."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.coedit.drafts import begin_document
from app.blueprints.coedit.pictures.reencoding import Picture
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.calendar import current_term
from app.blueprints.org.models import OrgUnit, Term
from app.blueprints.preparation.events import PreparationChanged
from app.blueprints.preparation.models import JointPreparation, Participant, Transition
from app.blueprints.preparation.service.belonging import colleagues_among, group_of, members_of, week_on
from app.blueprints.preparation.service.people import ask_in
from app.blueprints.preparation.states import Move, State, Visibility
from app.core import clock
from app.core.db import db
from app.core.errors import Invalid
from app.core.outbox import emit
from app.core.policy import authorize

HOST = "preparation"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody wants to prepare. Without a topic, `subject` and `grade` say where it belongs."""

    title: str
    unit: OrgUnit
    node: CurriculumNode | None = None
    subject: str = ""
    grade: str = ""
    lead_preparer_id: int | None = None
    whole_unit: bool = True
    invited_ids: Collection[int] = field(default=())
    template_key: str | None = None
    lesson_type: str | None = None
    periods: int | None = None
    discuss_at: datetime | None = None
    place: str = ""
    circulate_due: date | None = None
    finalize_due: date | None = None


def propose_preparation(
    proposal: Proposal, pm: dict[str, Any], pictures: Iterable[Picture] = (), *, actor: User
) -> JointPreparation:
    """Begin it with `pm` as its first text. Pictures are stored already."""
    check_proposal(proposal, actor=actor)
    preparation = _planned(proposal, group_of(proposal.unit), actor)
    db.session.add(preparation)
    preparation.document = begin_document(HOST, proposal.title, pm=pm, pictures=pictures, author=actor)
    preparation.move(Move.START_DRAFT, by=actor, at=clock.now())
    _invite_first(preparation, proposal, actor)
    emit(PreparationChanged(preparation_id=preparation.id))
    return preparation


def check_proposal(proposal: Proposal, *, actor: User) -> None:
    """Whether it may be, and can. Also asked before a file is converted: nobody waits for a refusal."""
    authorize(actor, "propose_preparation", proposal.unit)
    check_dates(proposal.circulate_due, proposal.finalize_due)
    group_id, today = group_of(proposal.unit), clock.today()
    refuse_too_early(proposal.discuss_at, current_term(group_id, today) if group_id else None, begun=today)
    _lead(proposal, actor, group_id)


def check_dates(circulate_due: date | None, finalize_due: date | None) -> None:
    if circulate_due and finalize_due and finalize_due < circulate_due:
        sentence = _("定稿日期不能早于发布初案的日期。")
        raise Invalid(sentence, {"finalize_due": sentence})


def refuse_too_early(discuss_at: datetime | None, term: Term | None, *, begun: date) -> None:
    """Some write down afterwards when they met, but nobody met before the term and the preparation began."""
    first = min(term.start_date, begun) if term else begun
    if discuss_at and clock.day_of(discuss_at) < first:
        sentence = _("研讨时间不能早于 %(day)s：那时学期和这次备课都还没有开始。", day=first.isoformat())
        raise Invalid(sentence, {"discuss_at": sentence})


def _planned(proposal: Proposal, group_id: int | None, actor: User) -> JointPreparation:
    node, unit = proposal.node, proposal.unit
    day = clock.day_of(proposal.discuss_at) if proposal.discuss_at else clock.today()
    week = week_on(group_id, day)
    return JointPreparation(
        title=proposal.title,
        node=node,
        **_book(proposal),
        unit=unit,
        group_id=group_id,
        term_id=week.term_id if week else None,
        week_no=week.week_no if week else None,
        lead_preparer_id=_lead(proposal, actor, group_id),
        created_by=actor,
        state=State.PLANNED,
        visibility=Visibility.LESSON_GROUP,
        template_key=proposal.template_key,
        lesson_type=proposal.lesson_type,
        periods=proposal.periods or (node.periods if node else None),
        discuss_at=proposal.discuss_at,
        place=proposal.place,
        circulate_due=proposal.circulate_due,
        finalize_due=proposal.finalize_due,
        transitions=[Transition(actor=actor, target=State.PLANNED, at=clock.now())],
    )


def _book(proposal: Proposal) -> dict[str, str | None]:
    """Where its topic stands; without one: what the proposal says."""
    node = proposal.node
    if node is None:
        return {"subject": proposal.subject, "grade": proposal.grade}
    return {name: getattr(node, name) for name in ("subject", "grade", "edition", "volume")}


def _lead(proposal: Proposal, actor: User, group_id: int | None) -> int:
    lead_id = proposal.lead_preparer_id or actor.id
    if lead_id != actor.id and not colleagues_among({lead_id}, proposal.unit, group_id):
        sentence = _("主备人不在这个集团里，请另选一位。")
        raise Invalid(sentence, {"lead_preparer_id": sentence})
    return lead_id


def _invite_first(preparation: JointPreparation, proposal: Proposal, actor: User) -> None:
    for user_id in {preparation.lead_preparer_id, actor.id}:
        preparation.participants.append(
            Participant(user_id=user_id, invited_by_id=actor.id, joined_at=clock.now())
        )
    db.session.flush()  # the events carry its id
    wanted = set(proposal.invited_ids)
    if proposal.whole_unit:
        wanted |= set(members_of(proposal.unit))
    ask_in(preparation, colleagues_among(wanted, proposal.unit, preparation.group_id), actor)
