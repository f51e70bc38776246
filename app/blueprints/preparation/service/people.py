"""Who takes part: inviting, leaving, and when somebody last looked in."""

from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from app.blueprints.accounts.models import User
from app.blueprints.preparation.events import ParticipantInvited, ParticipantRemoved, PreparationChanged
from app.blueprints.preparation.models import JointPreparation, Participant
from app.blueprints.preparation.service.belonging import colleagues_among, members_of
from app.blueprints.preparation.service.inviting import unit_to_invite
from app.blueprints.preparation.service.locking import lock
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.outbox import emit
from app.core.policy import authorize
from app.core.uow import note_in_passing

SEEN_EVERY = timedelta(minutes=5)


def invite_people(preparation: JointPreparation, user_ids: Collection[int], *, actor: User) -> int:
    """Ask colleagues in; those who take part already are left alone. Returns how many are new."""
    authorize(actor, "invite", preparation)
    lock(preparation)
    if not preparation.is_under_way:
        raise Conflict(_("已经定稿或取消的备课不能再邀请老师。"))
    wanted = colleagues_among(user_ids, preparation.unit, preparation.group_id)
    new = ask_in(preparation, wanted, actor)
    if new:
        emit(PreparationChanged(preparation_id=preparation.id))
    return new


def invite_whole_unit(preparation: JointPreparation, unit_id: int | None = None, *, actor: User) -> int:
    """Ask in everybody who belongs to a unit: the one that prepares, unless another is named."""
    unit = preparation.unit if unit_id is None else unit_to_invite(preparation, unit_id)
    if unit is None:
        raise Missing(str(unit_id))
    return invite_people(preparation, members_of(unit), actor=actor)


def ask_in(preparation: JointPreparation, user_ids: Collection[int], actor: User) -> int:
    present = {person.user_id for person in preparation.participants}
    new = [user_id for user_id in user_ids if user_id not in present]
    for user_id in new:
        preparation.participants.append(
            Participant(user_id=user_id, invited_by_id=actor.id, joined_at=clock.now())
        )
        emit(ParticipantInvited(preparation_id=preparation.id, user_id=user_id, actor_id=actor.id))
    return len(new)


def remove_participant(participant: Participant, *, actor: User) -> None:
    """From here on they are no longer in it; what they wrote stays, under their name."""
    preparation, user_id = participant.preparation, participant.user_id
    lock(preparation)  # first: nobody becomes the lead preparer while being removed
    present = preparation.participant(user_id)
    if present is None:
        return  # somebody else did it a moment ago
    authorize(actor, "remove", present)
    preparation.participants.remove(present)
    emit(ParticipantRemoved(preparation_id=preparation.id, user_id=user_id))
    emit(PreparationChanged(preparation_id=preparation.id))


def look_in(preparation: JointPreparation, *, actor: User) -> None:
    """Somebody opens a page of it: noted for those who take part, at most every few minutes."""
    row = preparation.participant(actor.id)
    if row is None or (row.last_opened_at and clock.now() - row.last_opened_at < SEEN_EVERY):
        return
    seen = update(Participant).where(Participant.id == row.id).values(last_opened_at=clock.now())
    note_in_passing(lambda: db.session.execute(seen))  # by statement: they may be removed at this very moment
