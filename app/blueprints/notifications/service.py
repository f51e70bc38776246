"""Telling people, counting what they have not seen, and noting what they have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User, UserStatus
from app.blueprints.notifications import policy
from app.blueprints.notifications.models import Notification
from app.core import clock
from app.core.db import db
from app.core.pagination import Page, paginate
from app.core.policy import authorize
from app.core.uow import unit_of_work

KEPT_FOR = timedelta(days=180)
MOST_COUNTED = 100  # the bell says 99+


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened. `cause` names it: nobody is told twice of the same."""

    kind: str
    cause: str
    subject_id: int
    part_id: int | None = None
    title: str = ""
    actor_id: int | None = None


def notify(recipient_ids: Collection[int], news: News) -> int:
    """Tell these people, except who caused it and who knows already. For subscribers of the outbox."""
    wanted = set(recipient_ids) - {news.actor_id}
    told = select(Notification.recipient_id).where(Notification.cause == news.cause)
    active = select(User.id).where(
        User.id.in_(wanted), User.status == UserStatus.ACTIVE, User.id.not_in(told)
    )
    new = db.session.scalars(active).all()
    fields = {**vars(news), "title": news.title[: Notification.TITLE_LENGTH]}
    db.session.add_all(Notification(recipient_id=user_id, **fields) for user_id in new)
    return len(new)


def unread_count(person: User) -> int:
    """At most MOST_COUNTED: nobody reads more than that off a bell."""
    unread = policy.visible_to(person).where(Notification.read_at.is_(None))
    some = unread.with_only_columns(Notification.id).limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def list_notifications(person: User, page: int) -> Page[Notification]:
    """The newest first, with who caused them."""
    query = policy.visible_to(person).options(joinedload(Notification.actor))
    return paginate(query.order_by(Notification.id.desc()), page)


def mark_read(notification: Notification, *, actor: User) -> None:
    authorize(actor, "mark_read", notification)
    notification.read_at = notification.read_at or clock.now()


def mark_all_read(*, actor: User) -> None:
    authorize(actor, "mark_notifications_read", actor)
    unread = update(Notification).where(Notification.recipient_id == actor.id, Notification.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


def forget_old() -> int:
    """Delete what is half a year old. Returns how many."""
    old = delete(Notification).where(Notification.at < clock.now() - KEPT_FOR)
    with unit_of_work():
        return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]  # a DML result has one
