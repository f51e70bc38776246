"""School groups and the schools in them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import overview
from app.blueprints.org.forms.structure import GroupForm
from app.blueprints.org.models import SchoolGroup
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted, accepted_change
from app.blueprints.org.service import groups as service
from app.core.db import db
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/groups")
@login_required
def groups() -> ResponseReturnValue:
    found = db.session.scalars(
        visibility.groups_visible_to(current_user()).order_by(SchoolGroup.archived_at, SchoolGroup.id)
    ).all()
    return render_template(
        "org/groups.html",
        groups=found,
        counts=overview.schools_per_group(found),
        may_create=overview.may_at_root(current_user(), "create_group"),
    )


@bp.get("/groups/new")
@login_required
def new_group() -> ResponseReturnValue:
    overview.authorize_at_root(current_user(), "create_group")
    return render_template("org/group_form.html", form=GroupForm(), group=None)


@bp.post("/groups/new")
@login_required
def create_group() -> ResponseReturnValue:
    form, made = GroupForm(), list[SchoolGroup]()
    if not accepted(form, lambda: made.append(service.create_group(form.sheet(), actor=current_user()))):
        overview.authorize_at_root(current_user(), "create_group")
        return render_template("org/group_form.html", form=form, group=None), 422
    tell(_("集团已建立。"))
    return redirect(url_for(".group", group_id=made[0].id), 303)


@bp.get("/groups/<int:group_id>")
@login_required
def group(group_id: int) -> ResponseReturnValue:
    found = _group(group_id)
    return render_template("org/group.html", group=found, **overview.of_group(found, actor=current_user()))


@bp.get("/groups/<int:group_id>/edit")
@login_required
def edit_group(group_id: int) -> ResponseReturnValue:
    found = _group(group_id)
    authorize(current_user(), "edit", found)
    return render_template("org/group_form.html", form=_stored(found), group=found)


@bp.post("/groups/<int:group_id>/edit")
@login_required
def update_group(group_id: int) -> ResponseReturnValue:
    found, form = _group(group_id), GroupForm()
    authorize(current_user(), "edit", found)
    if not accepted_change(
        form,
        lambda: service.edit_group(found, form.sheet(), actor=current_user()),
        stored=lambda: _stored(found),
    ):
        return render_template("org/group_form.html", form=form, group=found), 422
    tell(_("已保存。"))
    return redirect(url_for(".group", group_id=group_id), 303)


@bp.post("/groups/<int:group_id>/archive")
@login_required
def archive_group(group_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.archive_group(_group(group_id), actor=current_user())
    tell(_("集团已归档。"))
    return redirect(url_for(".groups"), 303)


@bp.post("/groups/<int:group_id>/restoration")
@login_required
def restore_group(group_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.restore_group(_group(group_id), actor=current_user())
    tell(_("集团已恢复，请重新加入学校。"))
    return redirect(url_for(".group", group_id=group_id), 303)


def _stored(found: SchoolGroup) -> GroupForm:
    given = {"kind": found.kind.value, "mode": found.mode.value}
    return GroupForm(formdata=None, obj=found, data=given)


def _group(group_id: int) -> SchoolGroup:
    return get_or_missing(visibility.groups_visible_to(current_user()), id=group_id)
