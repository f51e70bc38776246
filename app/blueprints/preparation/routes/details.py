"""Changing when, where, who leads it, and who may find it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.preparation.forms import ChangeForm, person_choice
from app.blueprints.preparation.models import JointPreparation
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.service.audiences import audiences_of
from app.blueprints.preparation.service.details import Details, change_details, is_in_its_week
from app.blueprints.preparation.states import Visibility
from app.core.errors import Invalid
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.filters import label
from app.web.flash import tell


@bp.get("/<int:preparation_id>/details")
@login_required
def details(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    authorize(current_user(), "change_details", preparation)
    return render_template("preparation/details.html", preparation=preparation, form=_stored(preparation))


@bp.post("/<int:preparation_id>/details")
@login_required
def update(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    authorize(current_user(), "change_details", preparation)  # before the form comes back with its faults
    form, before = _offering(preparation, ChangeForm()), preparation.week_no
    if not form.validate() or not _changed(preparation, form):
        return render_template("preparation/details.html", preparation=preparation, form=form), 422
    tell(_("已保存。"))
    _tell_week(preparation, before)
    return redirect(url_for(".show", preparation_id=preparation_id), 303)


def _changed(preparation: JointPreparation, form: ChangeForm) -> bool:
    try:
        with unit_of_work():
            form.take_in(_stored(preparation))
            change_details(preparation, _details(form), actor=current_user())
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


def _tell_week(preparation: JointPreparation, before: int | None) -> None:
    """What the time of the discussion says about the week."""
    if not is_in_its_week(preparation):
        tell(_("研讨时间不在任何一周里，周次仍是第 %(no)s 周，请核对。", no=preparation.week_no), "note")
    elif before and preparation.week_no != before:
        tell(_("研讨时间在第 %(no)s 周，周次已随着改过来。", no=preparation.week_no), "note")


def _stored(preparation: JointPreparation) -> ChangeForm:
    return _offering(preparation, ChangeForm(formdata=None, obj=preparation))


def _offering(preparation: JointPreparation, form: ChangeForm) -> ChangeForm:
    form.offer_lesson_types()
    form.visibility.choices = [
        SelectChoice(each.level.value, f"{label(each.level)}（{each.who}）")
        for each in audiences_of(preparation)
    ]
    form.lead_preparer_id.choices = [person_choice(row.user) for row in preparation.participants]
    return form


def _details(form: ChangeForm) -> Details:
    return Details(
        title=form.title.data.strip(),
        lead_preparer_id=form.lead_preparer_id.data,
        visibility=Visibility(form.visibility.data),
        lesson_type=form.lesson_type.data or None,
        periods=form.periods.data,
        discuss_at=form.discuss_at.moment,
        place=(form.place.data or "").strip(),
        circulate_due=form.circulate_due.data,
        finalize_due=form.finalize_due.data,
    )
