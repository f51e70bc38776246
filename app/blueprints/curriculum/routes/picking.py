"""The topic picker: a page of its own without JavaScript, a panel inside another form with it.

Arguments: `field` names the form field (default `node_id`); `return_to` is the local page that is opened
with `?<field>=<id>` when a topic is chosen on the picker's own page.
"""

from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.curriculum import policy
from app.blueprints.curriculum.models import NodeKind
from app.blueprints.curriculum.routes.blueprint import bp
from app.blueprints.curriculum.service.finding import ancestors_of
from app.blueprints.curriculum.service.picking import picking
from app.web.htmx import is_htmx
from app.web.paths import local_path
from app.web.query import get_or_missing


@bp.get("/picker")
@login_required
def picker() -> ResponseReturnValue:
    template = "curriculum/_picker_panel.html" if is_htmx() else "curriculum/picker.html"
    return render_template(
        template,
        picking=picking(current_user(), request.args),
        kept={"field": _field(), "return_to": _return_to()},
        chosen_url=_chosen_url,
        inline=is_htmx(),
    )


@bp.get("/picker/<int:topic_id>")
@login_required
def picked(topic_id: int) -> ResponseReturnValue:
    """The chosen topic as it stands in the form."""
    topics = policy.visible_to(current_user())
    topic = get_or_missing(topics, id=topic_id, kind=NodeKind.TOPIC)
    return render_template(
        "curriculum/_picked.html",
        topic=topic,
        ancestors=ancestors_of(topic),
        field=_field(),
        return_to=_return_to(),
    )


def _field() -> str:
    field = request.args.get("field", "node_id")
    return field if field.isidentifier() and field.isascii() else "node_id"


def _return_to() -> str:
    return local_path(request.args.get("return_to"), "")


def _chosen_url(topic_id: int) -> str:
    back = _return_to()
    return f"{back}{'&' if '?' in back else '?'}{urlencode({_field(): topic_id})}" if back else ""
