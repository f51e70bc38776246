"""The tree of units below a group or school."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices, overview
from app.blueprints.org.forms.structure import MoveForm, UnitForm
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted, accepted_change
from app.blueprints.org.service import units as service
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/units/<int:unit_id>")
@login_required
def unit(unit_id: int) -> ResponseReturnValue:
    found = _unit(unit_id)
    rows = overview.tree_below(found, actor=current_user())
    archived = "archived" in request.args
    shown = [row for row in rows if archived or row["unit"].archived_at is None or row["depth"] == 0]
    hidden = len(rows) - len(shown)
    return render_template("org/unit.html", unit=found, rows=shown, hidden=hidden)


@bp.get("/units/<int:unit_id>/children/new")
@login_required
def new_unit(unit_id: int) -> ResponseReturnValue:
    parent = _unit(unit_id)
    authorize(current_user(), "create_child", parent)
    return render_template("org/unit_form.html", form=_form(parent), parent=parent, unit=None)


@bp.post("/units/<int:unit_id>/children/new")
@login_required
def create_unit(unit_id: int) -> ResponseReturnValue:
    parent = _unit(unit_id)
    authorize(current_user(), "create_child", parent)
    form = _form(parent)
    if not accepted(form, lambda: service.create_child(parent, form.sheet(), actor=current_user())):
        return render_template("org/unit_form.html", form=form, parent=parent, unit=None), 422
    tell(_("部门已添加。"))
    return redirect(url_for(".unit", unit_id=unit_id), 303)


@bp.get("/units/<int:unit_id>/edit")
@login_required
def edit_unit(unit_id: int) -> ResponseReturnValue:
    found = _unit(unit_id)
    authorize(current_user(), "edit", found)
    return render_template("org/unit_form.html", form=_stored(found), parent=found.parent, unit=found)


@bp.post("/units/<int:unit_id>/edit")
@login_required
def update_unit(unit_id: int) -> ResponseReturnValue:
    found = _unit(unit_id)
    authorize(current_user(), "edit", found)
    form = _form(found)
    if not accepted_change(
        form,
        lambda: service.edit_unit(found, form.sheet(), actor=current_user()),
        stored=lambda: _stored(found),
    ):
        return render_template("org/unit_form.html", form=form, parent=found.parent, unit=found), 422
    tell(_("已保存。"))
    return redirect(url_for(".unit", unit_id=unit_id), 303)


@bp.get("/units/<int:unit_id>/place")
@login_required
def unit_place(unit_id: int) -> ResponseReturnValue:
    found = _unit(unit_id)
    return render_template("org/unit_place.html", form=_move_form(found), unit=found)


@bp.post("/units/<int:unit_id>/place")
@login_required
def move_unit(unit_id: int) -> ResponseReturnValue:
    found = _unit(unit_id)
    form = _move_form(found)
    if not accepted(
        form, lambda: service.move_unit(found, _unit(int(form.parent.data)), actor=current_user())
    ):
        return render_template("org/unit_place.html", form=form, unit=found), 422
    tell(_("部门已移动。"))
    return redirect(url_for(".unit", unit_id=found.parent_id), 303)


@bp.get("/units/<int:unit_id>/archive")
@login_required
def unit_archiving(unit_id: int) -> ResponseReturnValue:
    """What goes with it is said before anything happens."""
    found = _unit(unit_id)
    authorize(current_user(), "archive", found)
    if found.archived_at:
        raise Conflict(_("这个部门已经归档。"))
    return render_template("org/unit_archiving.html", unit=found, **overview.archived_with(found))


@bp.post("/units/<int:unit_id>/archive")
@login_required
def archive_unit(unit_id: int) -> ResponseReturnValue:
    return _do(unit_id, service.archive_unit, _("部门已归档。"))


@bp.post("/units/<int:unit_id>/restoration")
@login_required
def restore_unit(unit_id: int) -> ResponseReturnValue:
    return _do(unit_id, service.restore_unit, _("部门已恢复。"))


def _unit(unit_id: int) -> OrgUnit:
    return get_or_missing(visibility.units_visible_to(current_user()), id=unit_id)


def _do(unit_id: int, use_case: Callable[..., None], done: str) -> ResponseReturnValue:
    found = _unit(unit_id)
    with unit_of_work():
        use_case(found, actor=current_user())
    tell(done)
    return redirect(url_for(".unit", unit_id=found.parent_id), 303)


def _stored(found: OrgUnit) -> UnitForm:
    given = {name: getattr(found, name) or "" for name in ("name", "subject", "grade")}
    return _form(found, formdata=None, data={**given, "kind": found.kind.value})


def _form(place: OrgUnit, **given: object) -> UnitForm:
    form = UnitForm(**given)
    form.offer_grades(place.school.grade_system.value if place.school else "63")
    return form


def _move_form(found: OrgUnit) -> MoveForm:
    authorize(current_user(), "move", found)
    form = MoveForm(data={"parent": str(found.parent_id)})
    places = choices.units_beside(found, current_user())
    form.parent.choices = [(str(row.id), choices.indented(row)) for row in places]
    return form
