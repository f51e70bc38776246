"""How comments read in the list of notifications, and where they lead."""

from flask import url_for
from flask_babel import gettext as _

from app.blueprints.notifications.kinds import Kind, register_kind
from app.blueprints.notifications.models import Notification

MENTIONED, REPLIED = "comment.mentioned", "comment.replied"


def _address(notification: Notification) -> str:
    return url_for("comments.show", document_id=notification.subject_id, thread_id=notification.part_id)


def _name(notification: Notification) -> str:
    return notification.actor.name if notification.actor else ""


register_kind(
    Kind(
        name=MENTIONED,
        icon="at",
        sentence=lambda row: _(
            "%(name)s 在《%(title)s》的批注里提到了你。", name=_name(row), title=row.title
        ),
        address=_address,
    )
)
register_kind(
    Kind(
        name=REPLIED,
        icon="message-circle",
        sentence=lambda row: _(
            "%(name)s 在《%(title)s》里回复了你参加的批注。", name=_name(row), title=row.title
        ),
        address=_address,
    )
)
