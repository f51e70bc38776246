"""Looking at the trees."""

from collections.abc import Mapping, Sequence

from flask import render_template, request, session
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.curriculum.forms import NodeForm
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.curriculum.policy import owners_open_to
from app.blueprints.curriculum.references import mentions_of
from app.blueprints.curriculum.routes.blueprint import bp, visible_node, visible_volume
from app.blueprints.curriculum.service.changes import changes_of, last_change
from app.blueprints.curriculum.service.choosing import STEPS, narrowed, steps, usual_choice
from app.blueprints.curriculum.service.finding import ancestors_of, search_topics, tree_of, volumes_for
from app.core.policy import can

REMEMBERED = "curriculum"  # in the cookie: what this person chose last


@bp.get("")
@login_required
def index() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()
    volumes = volumes_for(current_user())
    chosen = _choice(volumes)
    return render_template(
        "curriculum/index.html",
        words=words,
        topics=search_topics(current_user(), words) if words else None,
        steps=steps(volumes, chosen),
        volumes=narrowed(volumes, chosen),
        keeps=bool(owners_open_to(current_user())),
    )


@bp.get("/volumes/<int:volume_id>")
@login_required
def show(volume_id: int) -> ResponseReturnValue:
    volume = visible_volume(volume_id)
    may_edit = can(current_user(), "edit", volume)
    editing = may_edit and "editing" in request.args
    return render_template(
        "curriculum/show.html",
        volume=volume,
        tree=tree_of(volume, archived=editing),
        may_edit=may_edit,
        editing=editing,
        form=NodeForm(formdata=None),
        owners=owners_open_to(current_user(), volume.subject),
        last=last_change(volume.id) if may_edit else None,
    )


@bp.get("/volumes/<int:volume_id>/changes")
@login_required
def changes(volume_id: int) -> ResponseReturnValue:
    volume = visible_volume(volume_id)
    return render_template("curriculum/changes.html", volume=volume, changes=changes_of(volume))


@bp.get("/nodes/<int:node_id>")
@bp.get("/nodes/<int:node_id>/children", alias=True)
@login_required
def node(node_id: int) -> ResponseReturnValue:
    found = visible_node(node_id)
    return node_page(found, NodeForm(formdata=None, obj=found))


def node_page(found: CurriculumNode, form: NodeForm, *, adding: NodeForm | None = None) -> str:
    """The page of one node with the forms to change it and to add below it, for those who may."""
    return render_template(
        "curriculum/node.html",
        node=found,
        form=form,
        child_form=adding or NodeForm(formdata=None),
        ancestors=ancestors_of(found),
        tree=tree_of(found),
        mentions=mentions_of(found, reader=current_user()),
        may_edit=can(current_user(), "edit", found),
    )


def _choice(volumes: Sequence[CurriculumNode]) -> Mapping[str, str]:
    """What the address says, else what this person chose last, else where the person teaches."""
    if request.args:
        chosen = {name: request.args[name] for name in STEPS if request.args.get(name)}
        if "q" not in request.args:
            session[REMEMBERED] = chosen
        return chosen
    remembered = session.get(REMEMBERED)
    return remembered if isinstance(remembered, dict) else usual_choice(current_user(), volumes)
