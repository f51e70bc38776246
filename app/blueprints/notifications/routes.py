"""The list of notifications, and the bell that counts the unread ones."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required, signed_in_user
from app.blueprints.notifications import policy, service
from app.blueprints.notifications.kinds import kind_of
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("")
@login_required
def index() -> ResponseReturnValue:
    page = service.list_notifications(current_user(), request.args.get("page", 1, type=int))
    return render_template("notifications/index.html", page=page, kind_of=kind_of)


@bp.get("/bell")
@login_required
def bell() -> ResponseReturnValue:
    """What the bell shows now, for pages that stay open."""
    return render_template("notifications/_bell.html")


@bp.post("/<int:notification_id>/opening")
@login_required
def open_notification(notification_id: int) -> ResponseReturnValue:
    notification = get_or_missing(policy.visible_to(current_user()), id=notification_id)
    with unit_of_work():
        service.mark_read(notification, actor=current_user())
    return redirect(kind_of(notification).address(notification), 303)


@bp.post("/readings")
@login_required
def read_all() -> ResponseReturnValue:
    with unit_of_work():
        service.mark_all_read(actor=current_user())
    tell(_("已全部标为已读。"))
    return redirect(url_for(".index"), 303)


@bp.app_template_global("unread_notifications")
def unread_notifications() -> int:
    """How many the signed-in person has not seen."""
    person = signed_in_user()
    return service.unread_count(person) if person else 0
