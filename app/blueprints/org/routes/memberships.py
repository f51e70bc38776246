"""Schools joining and leaving a group."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.accounts.session import current_user, login_required
from app.blueprints.org import choices, overview
from app.blueprints.org.forms.people import LastDayForm
from app.blueprints.org.forms.structure import AdmissionForm, StatusForm
from app.blueprints.org.models import Membership, MembershipRole, MembershipStatus, SchoolGroup
from app.blueprints.org.policy import visibility
from app.blueprints.org.routes.blueprint import bp
from app.blueprints.org.routes.submission import accepted
from app.blueprints.org.service import group_places
from app.blueprints.org.service import memberships as service
from app.core import clock
from app.core.policy import authorize
from app.core.uow import unit_of_work
from app.web.flash import tell
from app.web.query import get_or_missing


@bp.get("/groups/<int:group_id>/memberships/new")
@login_required
def new_membership(group_id: int) -> ResponseReturnValue:
    group = _group(group_id)
    return render_template("org/new_membership.html", form=_admission_form(group), group=group)


@bp.post("/groups/<int:group_id>/memberships/new")
@login_required
def create_membership(group_id: int) -> ResponseReturnValue:
    group = _group(group_id)
    form = _admission_form(group)
    if not accepted(form, lambda: _admit(group, form)):
        return render_template("org/new_membership.html", form=form, group=group), 422
    tell(_("学校已加入集团。"))
    _warn_if_many(group)
    return redirect(url_for(".group", group_id=group_id), 303)


@bp.get("/memberships/<int:membership_id>")
@bp.get("/memberships/<int:membership_id>/status", alias=True)
@bp.get("/memberships/<int:membership_id>/last-day", alias=True)
@login_required
def membership(membership_id: int) -> ResponseReturnValue:
    found = _membership(membership_id)
    return _page(found, StatusForm(data={"status": found.status.value}), LastDayForm(obj=found))


@bp.post("/memberships/<int:membership_id>/status")
@login_required
def change_membership(membership_id: int) -> ResponseReturnValue:
    found, form = _membership(membership_id), StatusForm()
    authorize(current_user(), "change_status", found)
    if not accepted(form, lambda: _change(found, form)):
        return _page(found, form, LastDayForm(formdata=None, obj=found)), 422
    tell(_("已记录。"))
    return redirect(url_for(".membership", membership_id=membership_id), 303)


@bp.post("/memberships/<int:membership_id>/last-day")
@login_required
def end_membership(membership_id: int) -> ResponseReturnValue:
    found, form = _membership(membership_id), LastDayForm()
    authorize(current_user(), "end", found)
    if not accepted(form, lambda: service.end_on(found, form.to_date.data, actor=current_user())):
        return _page(found, StatusForm(formdata=None), form), 422
    tell(_("已保存。"))
    return redirect(url_for(".membership", membership_id=membership_id), 303)


@bp.post("/memberships/<int:membership_id>/last-day/removal")
@login_required
def remove_membership_last_day(membership_id: int) -> ResponseReturnValue:
    with unit_of_work():
        service.lift_last_day(_membership(membership_id), actor=current_user())
    tell(_("已取消约定。"))
    return redirect(url_for(".membership", membership_id=membership_id), 303)


def _group(group_id: int) -> SchoolGroup:
    return get_or_missing(visibility.groups_visible_to(current_user()), id=group_id)


@bp.post("/memberships/<int:membership_id>/places")
@login_required
def give_back_places(membership_id: int) -> ResponseReturnValue:
    with unit_of_work():
        count = group_places.give_back(_membership(membership_id), actor=current_user())
    tell(ngettext("已恢复 %(num)d 项任职，从今天起有效。", "已恢复 %(num)d 项任职，从今天起有效。", count))
    return redirect(url_for(".membership", membership_id=membership_id), 303)


def _membership(membership_id: int) -> Membership:
    return get_or_missing(visibility.memberships_visible_to(current_user()), id=membership_id)


def _page(found: Membership, form: StatusForm, last_day: LastDayForm) -> str:
    ended = group_places.ended_with(found)
    return render_template(
        "org/membership.html",
        membership=found,
        form=form,
        last_day=last_day,
        history=overview.history_of(found),
        ending=group_places.count_held_through(found),
        ended=ended,
        ended_of=group_places.by_person(ended),
        today=clock.today(),
        to_give_back=group_places.to_give_back(found, ended, actor=current_user()),
    )


def _admission_form(group: SchoolGroup) -> AdmissionForm:
    authorize(current_user(), "admit", group)
    form = AdmissionForm()
    form.offer(choices.schools_to_admit(group))
    return form


def _admit(group: SchoolGroup, form: AdmissionForm) -> None:
    school = get_or_missing(visibility.schools_visible_to(current_user()), id=int(form.school.data))
    role = MembershipRole(form.role.data)
    service.admit(
        group,
        school,
        role,
        from_date=form.from_date.data,
        beside_another=form.twofold.data,
        actor=current_user(),
    )


def _change(found: Membership, form: StatusForm) -> None:
    service.change_status(
        found,
        MembershipStatus(form.status.data),
        form.reason.data or "",
        counts_from=form.counts_from.data,
        with_places=form.with_places.data,
        actor=current_user(),
    )


def _warn_if_many(group: SchoolGroup) -> None:
    if service.members_led(group) > service.ADVISED_MEMBERS:
        tell(_("一所核心校带动的成员校一般不超过 %(count)s 所。", count=service.ADVISED_MEMBERS), "note")
