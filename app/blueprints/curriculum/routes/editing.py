"""Changing nodes of an own tree."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.curriculum.forms import NodeForm
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.routes.blueprint import bp, visible_node
from app.blueprints.curriculum.routes.browsing import node_page
from app.blueprints.curriculum.service import editing
from app.core.errors import Invalid
from app.core.uow import unit_of_work
from app.web.flash import tell


@bp.post("/nodes/<int:node_id>/children")
@login_required
def add(node_id: int) -> ResponseReturnValue:
    parent, form = visible_node(node_id), NodeForm()
    child = _added(parent, form) if form.validate_on_submit() else None
    if child is None:
        return node_page(parent, NodeForm(formdata=None, obj=parent), adding=form), 422
    tell(_("已添加“%(name)s”。", name=child.name))
    return _back_to(child)


@bp.post("/nodes/<int:node_id>")
@login_required
def update(node_id: int) -> ResponseReturnValue:
    found, form = visible_node(node_id), NodeForm()
    if not form.validate_on_submit() or not _edited(found, form):
        return node_page(found, form), 422
    tell(_("已保存。"))
    return redirect(url_for(".node", node_id=found.id), 303)


@bp.post("/nodes/<int:node_id>/moves")
@login_required
def move(node_id: int) -> ResponseReturnValue:
    found = visible_node(node_id)
    with unit_of_work():
        editing.move_node(found, up=request.form.get("direction") == "up", actor=current_user())
    return _back_to(found)


@bp.post("/nodes/<int:node_id>/archive")
@login_required
def archive(node_id: int) -> ResponseReturnValue:
    found = visible_node(node_id)
    with unit_of_work():
        editing.archive_node(found, actor=current_user())
    tell(_("已归档“%(name)s”，可以随时恢复。", name=found.name))
    return _back_to(found)


@bp.post("/nodes/<int:node_id>/restoration")
@login_required
def restore(node_id: int) -> ResponseReturnValue:
    found = visible_node(node_id)
    with unit_of_work():
        editing.restore_node(found, actor=current_user())
    tell(_("已恢复“%(name)s”。", name=found.name))
    return _back_to(found)


def _added(parent: CurriculumNode, form: NodeForm) -> CurriculumNode | None:
    name, periods = form.name.data, form.periods.data
    try:
        with unit_of_work():
            return editing.add_node(parent, name=name, periods=periods, actor=current_user())
    except Invalid as refusal:
        form.refuse(refusal)
        return None


def _edited(found: CurriculumNode, form: NodeForm) -> bool:
    try:
        with unit_of_work():
            form.take_in(NodeForm(formdata=None, obj=found))
            name, periods = form.name.data, form.periods.data
            editing.edit_node(found, name=name, periods=periods, actor=current_user())
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


def _back_to(found: CurriculumNode) -> ResponseReturnValue:
    """The tree, where the person was working."""
    anchor = f"node-{found.id}"
    return redirect(url_for(".show", volume_id=found.volume_id, editing=1, _anchor=anchor), 303)
