"""A school's place in a group: taken in, warned, let go; each with reason and date."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.blueprints.accounts.models import User
from app.blueprints.org import reach
from app.blueprints.org.events import MembershipEnded, PlaceChanged
from app.blueprints.org.history_models import MembershipChange, Step
from app.blueprints.org.locking import hold
from app.blueprints.org.models import (
    Membership,
    MembershipRole,
    MembershipStatus,
    OrgUnit,
    School,
    SchoolGroup,
    UnitKind,
)
from app.blueprints.org.reach import BELONGING, active_membership
from app.blueprints.org.service import affiliations, group_places
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import authorize

ADVISED_MEMBERS = 5  # a core school should not lead more


def admit(
    group: SchoolGroup,
    school: School,
    role: MembershipRole,
    *,
    from_date: date,
    beside_another: bool = False,
    actor: object,
) -> Membership:
    """The school is part of the group from that day; the group's leaders may work with its people.

    A school may be part of two groups, but nobody should make it so by a slip of the mouse.
    """
    authorize(actor, "admit", group)
    if not affiliations.is_plausible(from_date):
        sentence = _("加入要从 1950 年以后的一天开始，最晚一年以后。")
        raise Invalid(sentence, {"from_date": sentence})
    others = [row.group for row in belongings() if row.school_id == school.id]
    if others and not beside_another and group not in others:
        names = "、".join(other.name for other in others)
        sentence = _("“%(school)s”现属%(groups)s。", school=school.name, groups=names)
        raise Invalid(sentence, {"twofold": _("确实要同时属于两个集团，请勾选后再提交。")})
    return take_in(group, school, role, from_date=from_date, actor=actor)


def take_in(
    group: SchoolGroup, school: School, role: MembershipRole, *, from_date: date, actor: object
) -> Membership:
    """The same, for a caller that has authorized founding the school."""
    _refuse_twice(group, school, role)
    _refuse_same_day(group, school, from_date)
    membership = Membership(group=group, school=school, role=role, from_date=from_date)
    db.session.add(membership)
    db.session.flush()  # the history refers to it
    _tell_of_the_place(school)
    _note(membership, from_date, actor)
    reach.forget()
    return membership


def change_status(
    membership: Membership,
    status: MembershipStatus,
    reason: str,
    *,
    counts_from: date,
    with_places: bool = False,
    actor: object,
) -> None:
    """黄牌 is only recorded; 红牌, 溢出 and 退出 end the access of both sides; the work done stays.

    Places in the group's own units end too, and somebody has to give them back if the school ever returns:
    whoever says so has to know it (`with_places`).
    """
    authorize(actor, "change_status", membership)
    hold(membership)
    _check_change(membership, status, reason, counts_from)
    belonged = _belongs(membership)
    if belonged and status not in BELONGING and not with_places:
        _refuse_unconfirmed(membership)
    membership.to_date = _last_day_as(status, membership, counts_from)
    membership.status, membership.reason = status, reason.strip()
    _note(membership, counts_from, actor)
    reach.forget()
    _settle_people(membership, belonged, actor)


def _settle_people(membership: Membership, belonged: bool, actor: object) -> None:
    belongs = membership.status in BELONGING
    if belonged and not belongs:
        _let_its_people_go(membership, actor)
    elif belongs and not belonged:
        _tell_of_the_place(membership.school)


def _belongs(membership: Membership) -> bool:
    """Today or later: it is over as soon as its agreed last day is, whatever the status says."""
    lasts = membership.to_date is None or membership.to_date >= clock.today()
    return membership.status in BELONGING and lasts


def _last_day_as(status: MembershipStatus, membership: Membership, counts_from: date) -> date | None:
    """An agreed day stands while the school stays; who was out by it left then, not when that was noted."""
    if status in BELONGING:
        return membership.to_date if _belongs(membership) else None
    agreed = membership.to_date if membership.status in BELONGING else None
    return min(agreed, counts_from) if agreed else counts_from


def _check_change(membership: Membership, status: MembershipStatus, reason: str, counts_from: date) -> None:
    if status is membership.status:
        raise Invalid(_("已经是这个状态。"), {"status": _("已经是这个状态。")})
    if status is not MembershipStatus.ACTIVE and not reason.strip():
        raise Invalid(_("请写明原因。"), {"reason": _("请写明原因。")})
    if not membership.from_date <= counts_from <= clock.today():
        sentence = _("日期要在加入之后，不晚于今天。")
        raise Invalid(sentence, {"counts_from": sentence})
    if status in BELONGING and not _belongs(membership):
        _refuse_twice(membership.group, membership.school, membership.role)


def end_on(membership: Membership, last_day: date, *, actor: object) -> None:
    """The agreed end: it counts up to and including that day."""
    authorize(actor, "end", membership)
    hold(membership)
    if membership.status not in BELONGING:
        raise Conflict(_("这所学校已经离开集团。"))
    if last_day < clock.today():
        sentence = _("最后一天不能早于今天。要马上离开，请改变状态。")
        raise Invalid(sentence, {"to_date": sentence})
    if last_day < membership.from_date:
        sentence = _("最后一天不能早于开始日期。")
        raise Invalid(sentence, {"to_date": sentence})
    membership.to_date = last_day
    _write_down(membership, Step.LAST_DAY, last_day, actor)
    audit.record("org.membership_dated", actor=actor, target=membership, note=last_day.isoformat())


def lift_last_day(membership: Membership, *, actor: object) -> None:
    """The agreement is taken back before that day is over: the school goes on being part of the group."""
    authorize(actor, "end", membership)
    hold(membership)
    day = membership.to_date
    if day is None or membership.status not in BELONGING:
        raise Conflict(_("没有约定最后一天。"))
    if day < clock.today():
        raise Conflict(_("约定的最后一天已经过去，学校已经离开集团。"))
    membership.to_date = None
    reach.forget()
    _write_down(membership, Step.LAST_DAY_LIFTED, day, actor)
    audit.record("org.membership_undated", actor=actor, target=membership, note=day.isoformat())


def close(membership: Membership, reason: str, *, actor: object) -> None:
    """With the group or the school itself. The caller has authorized that."""
    today = clock.today()
    if membership.status not in BELONGING or (membership.to_date and membership.to_date < today):
        return
    membership.status, membership.reason = MembershipStatus.WITHDRAWN, reason
    membership.to_date = max(today, membership.from_date)
    _note(membership, today, actor)
    _let_its_people_go(membership, actor)


def belongings() -> Sequence[Membership]:
    """Which schools are, or are to be, part of which group."""
    rows = select(Membership).where(_lasting())
    return db.session.scalars(rows.options(joinedload(Membership.group)).order_by(Membership.id)).all()


def members_led(group: SchoolGroup) -> int:
    """How many schools the core school leads today."""
    count = select(func.count()).where(
        Membership.group_id == group.id, Membership.role == MembershipRole.MEMBER, active_membership()
    )
    return db.session.scalar(count) or 0


def _refuse_twice(group: SchoolGroup, school: School, role: MembershipRole) -> None:
    """Whether it joins or comes back: a school is part of a living group once, and one leads it."""
    hold(group)
    if group.archived_at or school.archived_at:
        sentence = _("这个集团已经归档。") if group.archived_at else _("这所学校已经归档。")
        raise Invalid(sentence, {"school": sentence, "status": sentence})
    own = select(Membership.id).where(Membership.group_id == group.id, _lasting())
    if db.session.scalar(own.where(Membership.school_id == school.id)):
        sentence, short = _("“%(school)s”已经在这个集团里。", school=school.name), _("已经在集团里。")
        raise Invalid(sentence, {"school": short, "status": short})
    if role is MembershipRole.LEAD and db.session.scalar(own.where(Membership.role == role)):
        sentence = _("这个集团已经有核心校。")
        raise Invalid(sentence, {"role": sentence, "status": sentence})


def _refuse_same_day(group: SchoolGroup, school: School, from_date: date) -> None:
    """Its first day tells one time in the group from another."""
    earlier = select(Membership.id).where(Membership.group_id == group.id, Membership.school_id == school.id)
    if db.session.scalar(earlier.where(Membership.from_date == from_date)):
        sentence = _("这所学校在这一天加入过，后来离开了。请在那一次的页面上改变状态，或者另选一天。")
        raise Invalid(sentence, {"from_date": sentence})


def _lasting() -> ColumnElement[bool]:
    """Counts today, or will: a first day to come is as good as one that was."""
    lasting = Membership.to_date.is_(None) | (Membership.to_date >= clock.today())
    return lasting & Membership.status.in_(BELONGING)


def _refuse_unconfirmed(membership: Membership) -> None:
    count = group_places.count_held_through(membership)
    if count:
        sentence = ngettext(
            "集团部门里的 %(num)d 项任职会同时结束，学校回来后要由管理员恢复。确实要这样，请勾选后再提交。",
            "集团部门里的 %(num)d 项任职会同时结束，学校回来后要由管理员恢复。确实要这样，请勾选后再提交。",
            count,
        )
        raise Invalid(sentence, {"with_places": sentence})


def _let_its_people_go(membership: Membership, actor: object) -> None:
    group_places.end_with(membership, actor=actor)
    emit(MembershipEnded(membership_id=membership.id))


def _tell_of_the_place(school: School) -> None:
    """Its people are colleagues of the group's from now on."""
    unit = select(OrgUnit.id).where(OrgUnit.school_id == school.id, OrgUnit.kind == UnitKind.SCHOOL)
    emit(PlaceChanged(unit_id=db.session.scalars(unit).one()))


def _note(membership: Membership, counts_from: date, actor: object) -> None:
    _write_down(membership, Step(membership.status), counts_from, actor, membership.reason or "")
    audit.record("org.membership_changed", actor=actor, target=membership, note=str(membership.status))


def _write_down(membership: Membership, step: Step, day: date, actor: object, reason: str = "") -> None:
    db.session.add(
        MembershipChange(
            membership_id=membership.id,
            status=step,
            reason=reason,
            counts_from=day,
            by_id=actor.id if isinstance(actor, User) else None,
        )
    )
