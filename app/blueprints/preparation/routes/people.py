"""Who takes part: the list, inviting across schools, leaving."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.preparation.models import Participant
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.service import people, reading
from app.blueprints.preparation.service.belonging import schools_of
from app.blueprints.preparation.service.inviting import people_to_invite, units_to_invite
from app.core.errors import Missing
from app.core.policy import can
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.htmx import is_htmx


@bp.get("/<int:preparation_id>/participants")
@login_required
def participants(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    words = request.args.get("q", "").strip()[:40]
    may_invite = can(current_user(), "invite", preparation)
    found = people_to_invite(preparation, words) if may_invite else []
    units = units_to_invite(preparation, words) if may_invite else []
    view = reading.view_of(preparation, current_user())
    template = "preparation/_found_people.html" if is_htmx() else "preparation/participants.html"
    return render_template(
        template,
        preparation=preparation,
        view=view,
        known=reading.known_people(view, current_user()),
        words=words,
        found=found,
        found_units=units,
        found_schools=schools_of({person.id for person in found}),
    )


@bp.post("/<int:preparation_id>/participants")
@login_required
def invite(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    with unit_of_work():
        if request.form.get("whole_unit"):
            unit_id = request.form.get("unit_id", type=int)
            new = people.invite_whole_unit(preparation, unit_id, actor=current_user())
        else:
            chosen = request.form.getlist("user_id", type=int)
            new = people.invite_people(preparation, chosen, actor=current_user())
    invited = ngettext("已邀请 %(num)s 位老师。", "已邀请 %(num)s 位老师。", new)
    tell(invited if new else _("没有需要新邀请的老师。"))
    return redirect(url_for(".participants", preparation_id=preparation_id), 303)


@bp.post("/<int:preparation_id>/participants/<int:participant_id>/removal")
@login_required
def remove_participant(preparation_id: int, participant_id: int) -> ResponseReturnValue:
    participant = _participant(preparation_id, participant_id)
    is_oneself = participant.user_id == current_user().id
    with unit_of_work():
        people.remove_participant(participant, actor=current_user())
    tell(_("你已退出这次备课。") if is_oneself else _("已移出这次备课，写下的内容仍然保留。"))
    address = url_for(".index") if is_oneself else url_for(".participants", preparation_id=preparation_id)
    return redirect(address, 303)


def _participant(preparation_id: int, participant_id: int) -> Participant:
    preparation = visible_preparation(preparation_id)
    for participant in preparation.participants:
        if participant.id == participant_id:
            return participant
    raise Missing(str(participant_id))
