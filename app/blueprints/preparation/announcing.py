"""Those who take part are told: asked in, made the lead preparer, finalized, cancelled."""

from collections.abc import Callable, Collection

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.notifications.kinds import Kind, register_kind
from app.blueprints.notifications.models import Notification
from app.blueprints.notifications.service import News, notify
from app.blueprints.preparation.events import (
    LeadPreparerNamed,
    ParticipantInvited,
    PreparationCancelled,
    PreparationFinalized,
)
from app.blueprints.preparation.models import JointPreparation, Participant
from app.core.db import db
from app.core.outbox import subscribe

INVITED, LEADING = "preparation.invited", "preparation.leading"
FINALIZED, CANCELLED = "preparation.finalized", "preparation.cancelled"


@subscribe(ParticipantInvited)
def tell_who_was_asked_in(event: ParticipantInvited) -> None:
    """Each time: who was taken out and is asked in again has to hear of that too."""
    query = select(Participant.joined_at).where(
        Participant.preparation_id == event.preparation_id, Participant.user_id == event.user_id
    )
    since = db.session.scalar(query)
    if since is not None:  # else they were taken out meanwhile
        once = f":{event.user_id}:{since.timestamp():.0f}"
        _tell(INVITED, event.preparation_id, event.actor_id, {event.user_id}, once=once)


@subscribe(LeadPreparerNamed)
def tell_the_lead_preparer(event: LeadPreparerNamed) -> None:
    """Each time: whoever was it before, and is again, has to hear of that too."""
    once = f":{event.user_id}:{event.at:.6f}"
    _tell(LEADING, event.preparation_id, event.actor_id, {event.user_id}, once=once)


@subscribe(PreparationFinalized)
def tell_of_the_common_plan(event: PreparationFinalized) -> None:
    _tell(FINALIZED, event.preparation_id, event.actor_id, _participants(event.preparation_id))


@subscribe(PreparationCancelled)
def tell_that_it_is_called_off(event: PreparationCancelled) -> None:
    _tell(CANCELLED, event.preparation_id, event.actor_id, _participants(event.preparation_id))


def _tell(kind: str, preparation_id: int, actor_id: int, people: Collection[int], once: str = "") -> None:
    title = db.session.get_one(JointPreparation, preparation_id).title
    news = News(
        kind=kind,
        cause=f"{kind}:{preparation_id}{once}",
        subject_id=preparation_id,
        title=title,
        actor_id=actor_id,
    )
    notify(people, news)


def _participants(preparation_id: int) -> Collection[int]:
    query = select(Participant.user_id).where(Participant.preparation_id == preparation_id)
    return db.session.scalars(query).all()


def _announce(name: str, icon: str, sentence: Callable[[str, str], str]) -> None:
    def read(row: Notification) -> str:
        return sentence(row.actor.name if row.actor else "", row.title)

    def address(row: Notification) -> str:
        return url_for("preparation.show", preparation_id=row.subject_id)

    register_kind(Kind(name=name, icon=icon, sentence=read, address=address))


_announce(
    INVITED,
    "user-plus",
    lambda name, title: _("%(name)s 邀请你参加备课《%(title)s》。", name=name, title=title),
)
_announce(
    LEADING, "edit", lambda name, title: _("%(name)s 请你担任《%(title)s》的主备人。", name=name, title=title)
)
_announce(
    FINALIZED, "lock", lambda name, title: _("%(name)s 已把《%(title)s》定稿。", name=name, title=title)
)
_announce(CANCELLED, "x", lambda name, title: _("%(name)s 取消了备课《%(title)s》。", name=name, title=title))
