"""Everybody reads their own notifications, nobody anybody else's."""

from sqlalchemy import Select, select

from app.blueprints.accounts.models import User
from app.blueprints.notifications import kinds
from app.blueprints.notifications.models import Notification
from app.core.policy import allow


def visible_to(actor: User) -> Select[Notification]:
    """The actor's own, of whatever kind is still known."""
    return select(Notification).where(
        Notification.recipient_id == actor.id, Notification.kind.in_(kinds.names())
    )


@allow(Notification, "mark_read")
def is_the_recipient(actor: User, notification: Notification) -> bool:
    return notification.recipient_id == actor.id


@allow(User, "mark_notifications_read")
def is_oneself(actor: User, person: User) -> bool:
    return actor.id == person.id
