"""Terms and weeks of a group."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org.calendar import current_week
from app.blueprints.org.forms.calendar import TermForm, WeeksForm
from app.blueprints.org.models import SchoolGroup, Term
from app.blueprints.org.next_term import filled_like, lacking_weeks, model_for, next_term, numbered
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted, accepted_change
from app.blueprints.org.service import terms as service
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/groups/<int:group_id>/calendar")
@login_required
def calendar(group_id: int) -> ResponseReturnValue:
    group = _group(group_id)
    today, terms = clock.today(), _terms_of(group_id)
    return render_template(
        "org/calendar.html",
        group=group,
        terms=terms,
        week=current_week(group_id, today),
        today=today,
        lacking=lacking_weeks(terms, today),
        proposed=next_term(terms),
    )


@bp.get("/groups/<int:group_id>/terms/new")
@login_required
def new_term(group_id: int) -> ResponseReturnValue:
    group = _group(group_id)
    authorize(current_user(), "keep_calendar", group)
    proposed = next_term(_terms_of(group_id)) if "like" in request.args else None
    form = TermForm(data=vars(proposed.sheet) if proposed else {"year": clock.today().year})
    return render_template("org/term_form.html", form=form, group=group, term=None, proposed=proposed)


@bp.post("/groups/<int:group_id>/terms/new")
@login_required
def create_term(group_id: int) -> ResponseReturnValue:
    group, form = _group(group_id), TermForm()
    authorize(current_user(), "keep_calendar", group)
    if not accepted(form, lambda: service.create_term(group, form.sheet(), actor=current_user())):
        return render_template("org/term_form.html", form=form, group=group, term=None), 422
    tell(_("学期已添加，周次已排好。放假、复习的周次还没有填写，请接着在“调整周次”里填写。"))
    return redirect(url_for(".calendar", group_id=group_id), 303)


@bp.get("/terms/<int:term_id>/edit")
@login_required
def edit_term(term_id: int) -> ResponseReturnValue:
    term = _term(term_id)
    return render_template("org/term_form.html", form=TermForm.of(term), group=term.group, term=term)


@bp.post("/terms/<int:term_id>/edit")
@login_required
def update_term(term_id: int) -> ResponseReturnValue:
    term, form = _term(term_id), TermForm()
    if not accepted_change(
        form,
        lambda: _edit(term, form),
        stored=lambda: TermForm.of(term),
    ):
        return render_template("org/term_form.html", form=form, group=term.group, term=term), 422
    tell(_("已保存，周次已重新排好。"))
    return redirect(url_for(".calendar", group_id=term.group_id), 303)


@bp.post("/terms/<int:term_id>/removal")
@login_required
def delete_term(term_id: int) -> ResponseReturnValue:
    term = _term(term_id)
    group_id = term.group_id
    try:
        with unit_of_work():
            service.delete_term(term, actor=current_user())
        tell(_("学期已删除。"))
    except Conflict as used:
        tell(str(used), "problem")
    return redirect(url_for(".calendar", group_id=group_id), 303)


@bp.get("/terms/<int:term_id>/weeks")
@login_required
def weeks(term_id: int) -> ResponseReturnValue:
    term = _term(term_id)
    model = model_for(term, _terms_of(term.group_id))
    filled = filled_like(term, model) if model and "like" in request.args else None
    stored = WeeksForm.of(numbered(term))
    form = WeeksForm.of(filled.weeks).began_with(stored) if filled else stored
    return render_template("org/weeks.html", form=form, term=term, model=model, filled=filled)


@bp.post("/terms/<int:term_id>/weeks")
@login_required
def update_weeks(term_id: int) -> ResponseReturnValue:
    term, form = _term(term_id), WeeksForm()
    if not accepted_change(
        form,
        lambda: service.adjust_weeks(term, form.wanted(), actor=current_user()),
        stored=lambda: WeeksForm.of(numbered(term)),
    ):
        model = model_for(term, _terms_of(term.group_id))
        return render_template("org/weeks.html", form=form, term=term, model=model), 422
    tell(_("已保存。"))
    return redirect(url_for(".calendar", group_id=term.group_id), 303)


def _edit(term: Term, form: TermForm) -> None:
    service.edit_term(term, form.sheet(), lose_weeks=form.lose_weeks.data, actor=current_user())


def _group(group_id: int) -> SchoolGroup:
    return get_or_missing(visibility.groups_visible_to(current_user()), id=group_id)


def _terms_of(group_id: int) -> Sequence[Term]:
    """As they follow each other."""
    own = select(Term).where(Term.group_id == group_id).order_by(Term.start_date)
    return db.session.scalars(own.options(selectinload(Term.weeks))).all()


def _term(term_id: int) -> Term:
    term = get_or_missing(visibility.terms_visible_to(current_user()), id=term_id)
    authorize(current_user(), "edit", term)
    return term
