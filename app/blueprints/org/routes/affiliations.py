"""Affiliations of a person: appoint, end now, end on a day."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.accounts.models import User
from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices
from app.blueprints.org.forms.people import AppointmentForm, LastDayForm, LeavingForm
from app.blueprints.org.lasting_parts import parts_left
from app.blueprints.org.models import Affiliation, Role
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.first_days import tell_if_later
from app.blueprints.org.routes.submission import accepted
from app.blueprints.org.service import affiliations as service
from app.blueprints.org.service import returning
from app.core.errors import Forbidden
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/people/<int:person_id>/affiliations/new")
@login_required
def new_affiliation(person_id: int) -> ResponseReturnValue:
    person = get_or_missing(visibility.people_visible_to(current_user()), id=person_id)
    return render_template("org/new_affiliation.html", form=_form(), person=person)


@bp.post("/people/<int:person_id>/affiliations/new")
@login_required
def create_affiliation(person_id: int) -> ResponseReturnValue:
    person = get_or_missing(visibility.people_visible_to(current_user()), id=person_id)
    form = _form()
    if not accepted(form, lambda: _appoint(form, person_id)):
        return render_template("org/new_affiliation.html", form=form, person=person), 422
    tell(_("已添加任职。"))
    tell_if_later(form.from_date.data)
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/affiliations/<int:affiliation_id>/ending")
@login_required
def end_affiliation(affiliation_id: int) -> ResponseReturnValue:
    affiliation = _affiliation(affiliation_id)
    with unit_of_work():
        service.end_now(affiliation, actor=current_user())
    tell(_("任职已结束，由它得到的权限立即失效。"))
    _tell_what_lasts(affiliation.user)
    return redirect(url_for(".person", person_id=affiliation.user_id), 303)


@bp.post("/affiliations/<int:affiliation_id>/restoration")
@login_required
def restore_affiliation(affiliation_id: int) -> ResponseReturnValue:
    affiliation, together = _affiliation(affiliation_id), "together" in request.form
    with unit_of_work():
        count = returning.restore(affiliation, together=together, actor=current_user())
    tell(ngettext("已恢复 %(num)d 项任职，从今天起有效。", "已恢复 %(num)d 项任职，从今天起有效。", count))
    return redirect(url_for(".person", person_id=affiliation.user_id), 303)


@bp.get("/affiliations/<int:affiliation_id>/last-day")
@login_required
def last_day(affiliation_id: int) -> ResponseReturnValue:
    affiliation = _affiliation(affiliation_id)
    authorize(current_user(), "end", affiliation)
    form = LastDayForm(obj=affiliation)
    return render_template("org/last_day.html", form=form, affiliation=affiliation)


@bp.post("/affiliations/<int:affiliation_id>/last-day")
@login_required
def set_last_day(affiliation_id: int) -> ResponseReturnValue:
    affiliation, form = _affiliation(affiliation_id), LastDayForm()
    authorize(current_user(), "end", affiliation)
    if not accepted(form, lambda: service.end_on(affiliation, form.to_date.data, actor=current_user())):
        return render_template("org/last_day.html", form=form, affiliation=affiliation), 422
    tell(_("已保存。"))
    return redirect(url_for(".person", person_id=affiliation.user_id), 303)


@bp.post("/affiliations/<int:affiliation_id>/last-day/removal")
@login_required
def remove_last_day(affiliation_id: int) -> ResponseReturnValue:
    affiliation = _affiliation(affiliation_id)
    with unit_of_work():
        service.lift_last_day(affiliation, actor=current_user())
    tell(_("已取消最后一天。"))
    return redirect(url_for(".person", person_id=affiliation.user_id), 303)


@bp.get("/people/<int:person_id>/leaving")
@login_required
def leaving(person_id: int) -> ResponseReturnValue:
    person = get_or_missing(visibility.people_visible_to(current_user()), id=person_id)
    authorize(current_user(), "end_affiliations", person)
    return _leaving_page(person, LeavingForm())


@bp.post("/people/<int:person_id>/leaving")
@login_required
def end_all_affiliations(person_id: int) -> ResponseReturnValue:
    person = get_or_missing(visibility.people_visible_to(current_user()), id=person_id)
    authorize(current_user(), "end_affiliations", person)
    form = LeavingForm()
    if not accepted(form, lambda: service.end_all(person, form.to_date.data, actor=current_user())):
        return _leaving_page(person, form), 422
    _tell_of_leaving(person, form.to_date.data)
    return redirect(url_for(".person", person_id=person_id), 303)


def _leaving_page(person: User, form: LeavingForm) -> str:
    ending, others = service.places_to_end(person, actor=current_user())
    return render_template(
        "org/leaving.html",
        person=person,
        form=form,
        ending=ending,
        others=others,
        lasting=parts_left(person, ending),
    )


def _tell_of_leaving(person: User, last_day: date | None) -> None:
    if last_day:
        tell(_("已定下全部任职的最后一天。"))
    else:
        tell(_("全部任职已结束，相应的权限立即失效。"))
        _tell_what_lasts(person)


def _tell_what_lasts(person: User) -> None:
    count = parts_left(person)
    if count:
        tell(
            ngettext(
                "%(name)s仍是 %(num)d 份备课的参加者。",
                "%(name)s仍是 %(num)d 份备课的参加者。",
                count,
                name=person.name,
            ),
            "note",
        )


def _affiliation(affiliation_id: int) -> Affiliation:
    return get_or_missing(visibility.affiliations_visible_to(current_user()), id=affiliation_id)


def _form() -> AppointmentForm:
    units = choices.units_to_appoint_in(current_user())
    if not units:
        raise Forbidden(_("你没有权限任命人员。"))
    form = AppointmentForm()
    form.offer(choices.by_owner(units), choices.roles_to_give(current_user()))
    return form


def _appoint(form: AppointmentForm, person_id: int) -> None:
    person = get_or_missing(visibility.people_visible_to(current_user()), id=person_id)
    unit = get_or_missing(visibility.units_visible_to(current_user()), id=int(form.unit.data))
    service.appoint(
        person,
        unit,
        Role(form.role.data),
        from_date=form.from_date.data,
        to_date=form.to_date.data,
        actor=current_user(),
    )
