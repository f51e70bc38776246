"""What is known about a preparation beside its text: when, where, who leads it, who may find it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.preparation.events import LeadPreparerNamed, PreparationChanged
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.service.belonging import week_on
from app.blueprints.preparation.service.locking import lock
from app.blueprints.preparation.service.proposing import check_dates, refuse_too_early
from app.blueprints.preparation.states import State, Visibility
from app.core import clock
from app.core.clock import day_of
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize


@dataclass(frozen=True, kw_only=True)
class Details:
    """What the people in charge may change."""

    title: str
    lead_preparer_id: int
    visibility: Visibility
    lesson_type: str | None
    periods: int | None
    discuss_at: datetime | None
    place: str
    circulate_due: date | None
    finalize_due: date | None


def change_details(preparation: JointPreparation, details: Details, *, actor: User) -> None:
    """Also after finalizing, except the lead preparer: that belongs to the history then."""
    authorize(actor, "change_details", preparation)
    lock(preparation)
    if preparation.state is State.CANCELLED:
        raise Conflict(_("已取消的备课不能再修改。"))
    check_dates(details.circulate_due, details.finalize_due)
    if details.discuss_at != preparation.discuss_at:
        refuse_too_early(details.discuss_at, preparation.term, begun=day_of(preparation.created_at))
    if details.lead_preparer_id != preparation.lead_preparer_id:
        _hand_over(preparation, details.lead_preparer_id, actor)
    for name in ("title", "visibility", "lesson_type", "periods", "discuss_at", "place"):
        setattr(preparation, name, getattr(details, name))
    preparation.circulate_due, preparation.finalize_due = details.circulate_due, details.finalize_due
    if preparation.document is not None:
        preparation.document.title = details.title
    if details.discuss_at and (week := week_on(preparation.group_id, day_of(details.discuss_at))):
        preparation.term_id, preparation.week_no = week.term_id, week.week_no
    emit(PreparationChanged(preparation_id=preparation.id))


def is_in_its_week(preparation: JointPreparation) -> bool:
    """Or has no week or time yet. The time sets the week, but holidays lie in none."""
    if preparation.discuss_at is None or preparation.week_no is None:
        return True
    week = week_on(preparation.group_id, day_of(preparation.discuss_at))
    return week is not None and (week.term_id, week.week_no) == (preparation.term_id, preparation.week_no)


def _hand_over(preparation: JointPreparation, user_id: int, actor: User) -> None:
    """Another lead preparer, from among those who take part."""
    if not preparation.is_under_way:
        _refuse_lead(_("定稿以后不能再换主备人。"))
    if preparation.participant(user_id) is None:
        _refuse_lead(_("主备人要先参加这次备课。"))
    preparation.lead_preparer_id = user_id
    at = clock.now().timestamp()
    emit(LeadPreparerNamed(preparation_id=preparation.id, user_id=user_id, actor_id=actor.id, at=at))


def _refuse_lead(sentence: str) -> NoReturn:
    raise Invalid(sentence, {"lead_preparer_id": sentence})
