"""Moving a preparation on: each move is a new line of its history."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.comments.conversation import count_open_threads
from app.blueprints.coedit.suggestions.service import count_open
from app.blueprints.preparation.forms import CancelForm, FinalizeForm
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.service import stages
from app.blueprints.preparation.service.audiences import audiences_of, present_level
from app.blueprints.preparation.service.gaps import empty_sections
from app.blueprints.preparation.states import Move, Visibility
from app.core.errors import Conflict, Invalid
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell


@bp.post("/<int:preparation_id>/transitions")
@login_required
def move_on(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    move, reason = _move(), request.form.get("reason", "").strip()[:300]
    reading = stages.read_for_moving(preparation, move, actor=current_user())
    with unit_of_work():
        stages.move_on(preparation, move, actor=current_user(), reason=reason, reading=reading)
    return redirect(url_for(".show", preparation_id=preparation_id), 303)


@bp.get("/<int:preparation_id>/finalization")
@login_required
def finalization(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    authorize(current_user(), "finalize", preparation)
    try:
        stages.check_ready(preparation)
    except Conflict as early:
        tell(str(early), "note")
        return redirect(url_for(".show", preparation_id=preparation_id), 303)
    form = FinalizeForm(formdata=None, data={"visibility": present_level(preparation).value})
    return _finalize_page(preparation, form)


@bp.post("/<int:preparation_id>/finalization")
@login_required
def finalize(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    authorize(current_user(), "finalize", preparation)
    stages.check_ready(preparation)
    form = FinalizeForm()
    form.visibility.choices = [(each.level.value, each.who) for each in audiences_of(preparation)]
    reading = stages.read_for_finalizing(preparation, actor=current_user())
    if not count_open(preparation.document_id or 0):
        del form.waiting  # nobody is asked what to do with nothing
    if not form.validate():
        return _finalize_page(preparation, form), 422
    with unit_of_work():
        if form.waiting and form.waiting.data == "reject":
            stages.leave_out_suggestions(preparation, actor=current_user())
        visibility = Visibility(form.visibility.data)
        stages.finalize_preparation(preparation, actor=current_user(), visibility=visibility, reading=reading)
    tell(_("已定稿。现在的内容已经冻结，可以打印和引用。"))
    return redirect(url_for(".show", preparation_id=preparation_id), 303)


@bp.get("/<int:preparation_id>/cancellation")
@login_required
def cancellation(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    authorize(current_user(), "cancel", preparation)
    return render_template("preparation/cancel.html", preparation=preparation, form=CancelForm())


@bp.post("/<int:preparation_id>/cancellation")
@login_required
def cancel(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    form = CancelForm()
    if not form.validate():
        return render_template("preparation/cancel.html", preparation=preparation, form=form), 422
    with unit_of_work():
        stages.cancel_preparation(preparation, form.reason.data, actor=current_user())
    tell(_("已取消。"))
    return redirect(url_for(".show", preparation_id=preparation_id), 303)


def _finalize_page(preparation: JointPreparation, form: FinalizeForm) -> str:
    audiences = audiences_of(preparation)
    form.visibility.choices = [(each.level.value, each.who) for each in audiences]
    return render_template(
        "preparation/finalize.html",
        preparation=preparation,
        form=form,
        audiences={each.level.value: each for each in audiences},
        writers=stages.contributors_to(preparation.document_id),
        open_comments=count_open_threads(preparation.document_id),
        open_suggestions=count_open(preparation.document_id or 0),
        gaps=empty_sections(preparation),
    )


def _move() -> Move:
    wanted = request.form.get("move", "")
    if wanted not in list(Move):
        raise Invalid(_("没有这个步骤。"))
    return Move(wanted)
