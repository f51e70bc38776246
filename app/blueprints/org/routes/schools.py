"""Schools."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import overview
from app.blueprints.org.forms.structure import NewSchoolForm, SchoolForm
from app.blueprints.org.models import MembershipRole, Role, School, SchoolGroup
from app.blueprints.org.policy import visibility
from app.blueprints.org.reach import reach_of
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted, accepted_change
from app.blueprints.org.service import schools as service
from app.core.db import db
from app.core.errors import Forbidden
from app.core.pagination import paginate
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/schools")
@login_required
def schools() -> ResponseReturnValue:
    visible = visibility.schools_visible_to(current_user()).order_by(School.archived_at, School.id)
    page = paginate(visible, request.args.get("page", 1, type=int))
    return render_template("org/schools.html", page=page, may_create=bool(_groups_to_choose()))


@bp.get("/schools/new")
@login_required
def new_school() -> ResponseReturnValue:
    form = _new_form()
    form.group.data = request.args.get("group", form.group.data)
    return render_template("org/school_form.html", form=form, school=None)


@bp.post("/schools/new")
@login_required
def create_school() -> ResponseReturnValue:
    form, made = _new_form(), list[School]()
    if not accepted(form, lambda: made.append(_create(form))):
        return render_template("org/school_form.html", form=form, school=None), 422
    tell(_("学校已建立。"))
    return redirect(url_for(".school", school_id=made[0].id), 303)


@bp.get("/schools/<int:school_id>")
@login_required
def school(school_id: int) -> ResponseReturnValue:
    found = _school(school_id)
    return render_template("org/school.html", school=found, **overview.of_school(found, actor=current_user()))


@bp.get("/schools/<int:school_id>/edit")
@login_required
def edit_school(school_id: int) -> ResponseReturnValue:
    found = _school(school_id)
    authorize(current_user(), "edit", found)
    return render_template("org/school_form.html", form=_stored(found), school=found)


@bp.post("/schools/<int:school_id>/edit")
@login_required
def update_school(school_id: int) -> ResponseReturnValue:
    found, form = _school(school_id), SchoolForm()
    authorize(current_user(), "edit", found)
    if not accepted_change(
        form,
        lambda: service.edit_school(found, form.sheet(), actor=current_user()),
        stored=lambda: _stored(found),
    ):
        return render_template("org/school_form.html", form=form, school=found), 422
    tell(_("已保存。"))
    return redirect(url_for(".school", school_id=school_id), 303)


@bp.post("/schools/<int:school_id>/archive")
@login_required
def archive_school(school_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.archive_school(_school(school_id), actor=current_user())
    tell(_("学校已归档。"))
    return redirect(url_for(".schools"), 303)


@bp.post("/schools/<int:school_id>/restoration")
@login_required
def restore_school(school_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.restore_school(_school(school_id), actor=current_user())
    tell(_("学校已恢复。"))
    return redirect(url_for(".school", school_id=school_id), 303)


def _stored(found: School) -> SchoolForm:
    chosen = {"grade_system": found.grade_system.value, "stages": found.stages.split(",")}
    given = {"name": found.name, "short_name": found.short_name, **chosen}
    return SchoolForm(formdata=None, data=given)


def _school(school_id: int) -> School:
    return get_or_missing(visibility.schools_visible_to(current_user()), id=school_id)


def _groups_to_choose() -> list[tuple[str, str]]:
    reach = reach_of(current_user())
    living = visibility.groups_visible_to(current_user()).where(SchoolGroup.archived_at.is_(None))
    groups = [(str(g.id), g.name) for g in db.session.scalars(living) if reach.leads_group(g.id, Role.ADMIN)]
    alone = [("", _("不属于集团"))] if reach.is_installation_admin else []
    return groups + alone


def _new_form() -> NewSchoolForm:
    groups = _groups_to_choose()
    if not groups:
        raise Forbidden(_("你没有权限新建学校。"))
    form = NewSchoolForm()
    form.offer(groups)
    return form


def _create(form: NewSchoolForm) -> School:
    groups = visibility.groups_visible_to(current_user())
    group = get_or_missing(groups, id=int(form.group.data)) if form.group.data else None
    return service.create_school(form.sheet(), group, MembershipRole(form.role.data), actor=current_user())
