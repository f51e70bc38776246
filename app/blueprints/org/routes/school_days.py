"""Campuses of a school and the periods of its day."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices
from app.blueprints.org.forms.structure import CampusForm, PeriodsForm
from app.blueprints.org.models import Campus, School
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted, accepted_change
from app.blueprints.org.service import schools as service
from app.blueprints.org.usual_days import USUAL_DAYS
from app.core.errors import Invalid
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/schools/<int:school_id>/campuses/new")
@login_required
def new_campus(school_id: int) -> ResponseReturnValue:
    school = _school(school_id)
    return render_template("org/campus_form.html", form=CampusForm(), school=school, campus=None)


@bp.post("/schools/<int:school_id>/campuses/new")
@login_required
def create_campus(school_id: int) -> ResponseReturnValue:
    school, form = _school(school_id), CampusForm()
    if not accepted(form, lambda: service.add_campus(school, form.sheet(), actor=current_user())):
        return render_template("org/campus_form.html", form=form, school=school, campus=None), 422
    tell(_("校区已添加。"))
    return redirect(url_for(".school", school_id=school_id), 303)


@bp.get("/campuses/<int:campus_id>/edit")
@login_required
def edit_campus(campus_id: int) -> ResponseReturnValue:
    campus = _campus(campus_id)
    form = CampusForm(formdata=None, obj=campus)
    return render_template("org/campus_form.html", form=form, school=campus.school, campus=campus)


@bp.post("/campuses/<int:campus_id>/edit")
@login_required
def update_campus(campus_id: int) -> ResponseReturnValue:
    campus, form = _campus(campus_id), CampusForm()
    if not accepted_change(
        form,
        lambda: service.edit_campus(campus, form.sheet(), actor=current_user()),
        stored=lambda: CampusForm(formdata=None, obj=campus),
    ):
        return render_template("org/campus_form.html", form=form, school=campus.school, campus=campus), 422
    tell(_("已保存。"))
    return redirect(url_for(".school", school_id=campus.school_id), 303)


@bp.post("/campuses/<int:campus_id>/archive")
@login_required
def archive_campus(campus_id: int) -> ResponseReturnValue:
    return _do(campus_id, service.archive_campus)


@bp.post("/campuses/<int:campus_id>/restoration")
@login_required
def restore_campus(campus_id: int) -> ResponseReturnValue:
    return _do(campus_id, service.restore_campus)


@bp.get("/schools/<int:school_id>/periods")
@login_required
def periods(school_id: int) -> ResponseReturnValue:
    school = _school(school_id)
    usual, stored = USUAL_DAYS.get(request.args.get("like", "")), _stored_periods(school)
    return _periods_page(school, PeriodsForm.of(usual.hours()).began_with(stored) if usual else stored)


@bp.post("/schools/<int:school_id>/periods")
@login_required
def set_periods(school_id: int) -> ResponseReturnValue:
    school, form = _school(school_id), PeriodsForm()
    if not accepted_change(
        form,
        lambda: service.set_periods(school, form.hours(), actor=current_user()),
        stored=lambda: _stored_periods(school),
    ):
        return _periods_page(school, form), 422
    tell(_("节次已保存。"))
    return redirect(url_for(".school", school_id=school_id), 303)


@bp.post("/schools/<int:school_id>/periods/copy")
@login_required
def copy_periods(school_id: int) -> ResponseReturnValue:
    school = _school(school_id)
    source_id = request.form.get("source", 0, type=int)
    if not source_id:
        raise Invalid(_("请选择学校。"))
    source = get_or_missing(visibility.schools_visible_to(current_user()), id=source_id)
    with unit_of_work():
        service.copy_periods(school, source, actor=current_user())
    tell(_("节次已复制。"))
    return redirect(url_for(".periods", school_id=school_id), 303)


def _school(school_id: int) -> School:
    """For its own people to edit; others of the group see the school's page only."""
    school = get_or_missing(visibility.schools_visible_to(current_user()), id=school_id)
    authorize(current_user(), "edit", school)
    return school


def _campus(campus_id: int) -> Campus:
    campus = get_or_missing(visibility.campuses_visible_to(current_user()), id=campus_id)
    authorize(current_user(), "edit", campus.school)
    return campus


def _do(campus_id: int, use_case: Callable[..., None]) -> ResponseReturnValue:
    campus = _campus(campus_id)
    with unit_of_work():
        use_case(campus, actor=current_user())
    tell(_("已保存。"))
    return redirect(url_for(".school", school_id=campus.school_id), 303)


def _stored_periods(school: School) -> PeriodsForm:
    return PeriodsForm.of([(row.starts_at, row.ends_at) for row in service.periods_of(school)])


def _periods_page(school: School, form: PeriodsForm) -> str:
    others = [row for row in choices.schools_in_sight(current_user()) if row.id != school.id]
    return render_template("org/periods.html", form=form, school=school, others=others, usual_days=USUAL_DAYS)
