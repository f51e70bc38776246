"""The full-screen page on which the text is written together."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.coedit.comments.conversation import conversation_about
from app.blueprints.preparation.routes.blueprint import bp, visible_preparation
from app.blueprints.preparation.service import reading
from app.blueprints.preparation.service.belonging import schools_of
from app.blueprints.preparation.service.lessons import sum_sentence
from app.blueprints.preparation.service.people import look_in
from app.blueprints.preparation.states import WRITABLE
from app.web.offline import kept_on_device


@bp.get("/<int:preparation_id>/standing")
@login_required
def standing(preparation_id: int) -> ResponseReturnValue:
    """For pages that are open already: the state it is in by now, and what comes next."""
    preparation = visible_preparation(preparation_id)
    forward = reading.next_step(preparation, current_user())
    return render_template("preparation/_standing.html", preparation=preparation, forward=forward)


@bp.get("/<int:preparation_id>/edit")
@login_required
@kept_on_device
def edit(preparation_id: int) -> ResponseReturnValue:
    preparation = visible_preparation(preparation_id)
    if preparation.state not in WRITABLE:
        return redirect(url_for(".read", preparation_id=preparation_id), 303)
    look_in(preparation, actor=current_user())
    me = current_user()
    view, school = reading.view_of(preparation, me), schools_of({me.id}).get(me.id, "")
    assert preparation.document is not None  # or it would not be writable
    return render_template(
        "preparation/edit.html",
        preparation=preparation,
        view=view,
        me=me,
        me_school=school,
        talk=conversation_about(preparation.document, me),
        minutes_sentence=sum_sentence(preparation, "{sum}"),
    )
