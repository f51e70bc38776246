"""Lists, one preparation, and its text to read."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.comments.conversation import conversation_about
from app.blueprints.preparation.policy import may_propose_at_all
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.routes.wanted import wanted_list
from app.blueprints.preparation.service import listing, reading
from app.blueprints.preparation.service.audiences import audience_now
from app.blueprints.preparation.service.people import look_in
from app.core import clock
from app.web.offline import kept_on_device


@bp.get("")
@login_required
@kept_on_device
def index() -> ResponseReturnValue:
    tab, filters = wanted_list()
    page = listing.list_preparations(current_user(), tab, filters, request.args.get("page", 1, type=int))
    return render_template(
        "preparation/index.html",
        page=page,
        twins=listing.twins_among(page.items),
        tab=tab,
        tabs=listing.Tab,
        filters=filters,
        whose=listing.named_in(page.items, filters),
        choices=listing.choices_for(current_user()),
        may_propose=may_propose_at_all(current_user()),
        today=clock.today(),
    )


@bp.get("/<int:preparation_id>")
@login_required
@kept_on_device
def show(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    look_in(preparation, actor=current_user())
    view = reading.view_of(preparation, current_user())
    return render_template(
        "preparation/show.html",
        preparation=preparation,
        view=view,
        known=reading.known_people(view, current_user()),
        html=reading.html_of(preparation),
        audience=audience_now(preparation),
        today=clock.today(),
    )


@bp.get("/<int:preparation_id>/text")
@login_required
@kept_on_device
def read(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    look_in(preparation, actor=current_user())
    view, html = reading.view_of(preparation, current_user()), reading.html_of(preparation)
    document = preparation.document
    talk = conversation_about(document, current_user()) if document else None
    return render_template("preparation/text.html", preparation=preparation, view=view, html=html, talk=talk)
