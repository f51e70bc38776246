"""Getting an own tree, and taking its last change back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.forms import VolumeForm
from app.blueprints.curriculum.routes.blueprint import bp, owners_kept, visible_volume
from app.blueprints.curriculum.service import changes, copying
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.post("/volumes/<int:volume_id>/copies")
@login_required
def copy(volume_id: int) -> ResponseReturnValue:
    volume = visible_volume(volume_id)
    owner = get_or_missing(policy.owners_visible_to(current_user()), id=request.form.get("owner", 0, int))
    with unit_of_work():
        own = copying.copy_volume(volume, owner=owner, actor=current_user())
    tell(_("已另存为“%(owner)s”的目录，现在可以修改。", owner=owner.name))
    return redirect(url_for(".show", volume_id=own.id, editing=1), 303)


@bp.get("/volumes/new")
@login_required
def new() -> ResponseReturnValue:
    form = _volume_form()
    return render_template("curriculum/new.html", form=form)


@bp.post("/volumes/new")
@login_required
def create() -> ResponseReturnValue:
    form = _volume_form()
    if not form.validate_on_submit():
        return render_template("curriculum/new.html", form=form), 422
    owner = get_or_missing(policy.owners_visible_to(current_user()), id=form.owner.data)
    with unit_of_work():
        volume = copying.start_volume(form.place, owner=owner, actor=current_user())
    return redirect(url_for(".show", volume_id=volume.id, editing=1), 303)


@bp.post("/volumes/<int:volume_id>/reversal")
@login_required
def undo(volume_id: int) -> ResponseReturnValue:
    volume, seen = visible_volume(volume_id), request.form.get("change", 0, int)
    with unit_of_work():
        changes.undo_last_change(volume, change_id=seen, actor=current_user())
    tell(_("已撤销上一次改动。"))
    return redirect(url_for(".show", volume_id=volume.id, editing=1), 303)


def _volume_form() -> VolumeForm:
    form = VolumeForm()
    form.owner.choices = [(owner.id, owner.name) for owner in owners_kept()]
    form.offer_everything()
    return form
