"""People: the list, one person, new and changed ones."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.blueprints.accounts import shown_once
from app.blueprints.accounts.models import User
from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices, directory
from app.blueprints.org.enrolment import enrol
from app.blueprints.org.forms.fields import enum_choices
from app.blueprints.org.forms.people import NewPersonForm, PersonFilter, PersonForm
from app.blueprints.org.lasting_parts import parts_left_by_each
from app.blueprints.org.models import Role
from app.blueprints.org.policy import visibility
from app.blueprints.org.responsible import whom_to_ask
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.first_days import tell_if_later
from app.blueprints.org.routes.submission import accepted_change, accepted_slow
from app.blueprints.org.service import people as service
from app.blueprints.org.service import returning
from app.core import clock
from app.core.errors import Forbidden
from app.core.pagination import Page, paginate
from app.core.policy import authorize, can
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/people")
@login_required
def people() -> ResponseReturnValue:
    actor, form = current_user(), PersonFilter(request.args)
    form.school.choices = [
        ("", _("全部学校")),
        *((str(s.id), s.name) for s in choices.schools_in_sight(actor)),
    ]
    form.role.choices = [("", _("全部职务")), *enum_choices(Role)]
    wanted = _wanted(form)
    page = paginate(
        directory.find_people(visibility.people_visible_to(actor), wanted),
        request.args.get("page", 1, type=int),
    )
    cards = directory.cards(page.items, actor=actor)
    return render_template(
        "org/people.html",
        form=form,
        page=Page(cards, page.number, page.total, page.per_page),
        wanted=wanted,
        may_enrol=bool(choices.units_to_enrol_in(actor)),
    )


@bp.get("/people/new")
@login_required
def new_person() -> ResponseReturnValue:
    form = _new_person_form()
    form.unit.data = request.args.get("unit", form.unit.data)
    return render_template("org/new_person.html", form=form)


@bp.post("/people/new")
@login_required
def create_person() -> ResponseReturnValue:
    form, made = _new_person_form(), list[User]()
    if not accepted_slow(form, lambda: made.append(_enrol(form))):
        return render_template("org/new_person.html", form=form), 422
    tell_if_later(form.from_date.data)
    return redirect(url_for(".first_password", person_id=made[0].id), 303)


@bp.get("/people/<int:person_id>/password")
@login_required
def first_password(person_id: int) -> ResponseReturnValue:
    """The temporary password of somebody just made, once."""
    found = _person(person_id)
    authorize(current_user(), "edit_person", found)
    once = shown_once.take(_password_of(found))
    page = render_template("org/person_created.html", person=found, once=once)
    return page, 200 if once.secret else 410


@bp.get("/people/<int:person_id>")
@login_required
def person(person_id: int) -> ResponseReturnValue:
    found, actor = _person(person_id), current_user()
    card = directory.full_card(found, actor=actor)
    ended = returning.restorable(card.places, actor=actor)
    return render_template(
        "org/person.html",
        card=card,
        person=found,
        profile=service.profile_of(found),
        today=clock.today(),
        ask=whom_to_ask(actor, found),
        lasting=parts_left_by_each(found, [place for place in card.lasting if can(actor, "end", place)]),
        restorable=ended,
        whole_endings=returning.whole_endings(ended),
        may_appoint=bool(choices.roles_to_give(actor)),
    )


@bp.get("/people/<int:person_id>/edit")
@login_required
def edit_person(person_id: int) -> ResponseReturnValue:
    found = _person(person_id)
    authorize(current_user(), "edit_person", found)
    return render_template("org/edit_person.html", form=_stored(found), person=found)


@bp.post("/people/<int:person_id>/edit")
@login_required
def update_person(person_id: int) -> ResponseReturnValue:
    found, form = _person(person_id), PersonForm()
    authorize(current_user(), "edit_person", found)
    if not accepted_change(
        form,
        lambda: service.edit_person(found, form.sheet(), actor=current_user()),
        stored=lambda: _stored(found),
    ):
        return render_template("org/edit_person.html", form=form, person=found), 422
    tell(_("已保存。"))
    return redirect(url_for(".person", person_id=person_id), 303)


def _person(person_id: int) -> User:
    return get_or_missing(visibility.people_visible_to(current_user()), id=person_id)


def _new_person_form() -> NewPersonForm:
    units = choices.units_to_enrol_in(current_user())
    if not units:
        raise Forbidden(_("你没有权限新建人员。"))
    form = NewPersonForm()
    form.offer(choices.by_owner(units), choices.roles_to_give(current_user()))
    return form


def _enrol(form: NewPersonForm) -> User:
    unit = get_or_missing(visibility.units_visible_to(current_user()), id=int(form.unit.data))
    day, role = form.from_date.data, Role(form.role.data)
    person, password = enrol(form.sheet(), unit, role, from_date=day, actor=current_user())
    with unit_of_work():
        shown_once.keep(_password_of(person), password)
    return person


def _password_of(person: User) -> str:
    return f"password of {person.id}"


def _stored(found: User) -> PersonForm:
    profile = service.profile_of(found)
    given = {name: getattr(profile, name) for name in ("subject", "title", "honour", "joined_on")}
    return PersonForm(formdata=None, obj=found, data=given)


def _wanted(form: PersonFilter) -> directory.Wanted:
    roles = {role.value: role for role in Role}
    return directory.Wanted(
        text=(form.q.data or "").strip()[:60],
        school_id=int(form.school.data) if (form.school.data or "").isdecimal() else None,
        unit_id=int(form.unit.data) if (form.unit.data or "").isdecimal() else None,
        role=roles.get(form.role.data or ""),
        gone=request.args.get("gone") == "1",
    )
