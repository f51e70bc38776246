"""Who belongs where in which role: appointing people, and letting them go."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.org import reach
from app.blueprints.org.belonging import places_by_person, places_of, unfinished_places_of
from app.blueprints.org.events import AccessNarrowed, PeopleChanged
from app.blueprints.org.locking import hold
from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind, can_be_held
from app.blueprints.org.policy.authority import can_give
from app.blueprints.org.reading_order import places_in_reading_order
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.outbox import emit
from app.core.policy import SYSTEM, authorize, can

EARLIEST = date(1950, 1, 1)  # nobody now at work began before
AHEAD = timedelta(days=366)


def appoint(
    person: User,
    unit: OrgUnit,
    role: Role,
    *,
    from_date: date,
    to_date: date | None = None,
    actor: object,
) -> Affiliation:
    """The person belongs to the unit, in this role, from that day on; rights of all affiliations add up."""
    affiliation = Affiliation(user=person, unit=unit, role=role, from_date=from_date, to_date=to_date)
    authorize(actor, "create", affiliation)
    _add(affiliation)
    _note("org.appointed", affiliation, actor)
    return affiliation


def appoint_again(ended: Affiliation, *, actor: object) -> None:
    """The same post from today; up to the same day, if that is still to come."""
    authorize(actor, "restore", ended)
    today = clock.today()
    until = ended.to_date if ended.to_date and ended.to_date >= today else None
    again = Affiliation(user=ended.user, unit=ended.unit, role=ended.role, from_date=today, to_date=until)
    _add(again)
    _note("org.affiliation_restored", again, actor)


def _add(affiliation: Affiliation) -> None:
    check_first_day(affiliation.from_date)
    hold(affiliation.unit, affiliation.user)
    _check(affiliation)
    db.session.add(affiliation)
    reach.forget()
    emit(PeopleChanged(user_ids=[affiliation.user.id]))


def check_first_day(day: date) -> None:
    if not is_plausible(day):
        raise _refusal("from_date", _("任职要从 1950 年以后的一天开始，最晚一年以后。"))


def is_plausible(first_day: date) -> bool:
    """Some time ahead is a plan; a year ahead, or the last century, is a slip of the pen."""
    return EARLIEST <= first_day <= clock.today() + AHEAD


def place_newcomer(person: User, unit: OrgUnit, role: Role, *, from_date: date, actor: object) -> None:
    """The first place of somebody who has none: the actor may make people here, so no colleague is asked."""
    authorize(actor, "create_person", unit)
    if not (actor is SYSTEM or can_give(actor, role, unit)):
        raise _refusal("role", _("你不能任命这个职务。"))
    affiliation = Affiliation(user=person, unit=unit, role=role, from_date=from_date)
    _check(affiliation)
    db.session.add(affiliation)
    _note("org.appointed", affiliation, actor)


def end_now(affiliation: Affiliation, *, actor: object, at: datetime | None = None) -> None:
    """From this moment it gives no access any more, open editing pages included. What ends in one go with
    others carries one moment, `at`."""
    authorize(actor, "end", affiliation)
    _refuse_if_over(affiliation)
    _keep_one_administrator(affiliation)
    let_go(affiliation, at or clock.now(), actor=actor)


def let_go(
    affiliation: Affiliation, at: datetime, *, actor: object, with_membership: int | None = None
) -> None:
    """By itself, or together with the membership it was held through. The caller has authorized that."""
    affiliation.ended_at = at
    affiliation.ended_with_id = with_membership
    reach.forget()
    emit(AccessNarrowed(user_id=affiliation.user_id, reason="affiliation_ended"))
    _note("org.affiliation_ended", affiliation, actor)


def end_on(affiliation: Affiliation, last_day: date, *, actor: object) -> None:
    """It counts up to and including that day."""
    authorize(actor, "end", affiliation)
    _refuse_if_over(affiliation)
    if last_day < clock.today():
        raise _refusal("to_date", _("最后一天不能早于今天；要马上结束，请用“立即结束”。"))
    if last_day < affiliation.from_date:
        raise _refusal("to_date", _("最后一天不能早于开始日期。"))
    _keep_one_administrator(affiliation)
    affiliation.to_date = last_day
    reach.forget()
    _note("org.affiliation_dated", affiliation, actor, last_day.isoformat())


def lift_last_day(affiliation: Affiliation, *, actor: object) -> None:
    """It goes on without an end."""
    authorize(actor, "end", affiliation)
    _refuse_if_over(affiliation)
    if affiliation.to_date is None:
        raise Conflict(_("没有定下最后一天。"))
    day, affiliation.to_date = affiliation.to_date, None
    reach.forget()
    _note("org.affiliation_undated", affiliation, actor, day.isoformat())


def held_now(user_ids: Iterable[int]) -> set[tuple[int, int, Role]]:
    """Who holds what where, today or later."""
    today = clock.today()
    places = places_by_person(user_ids).values()
    return {(row.user_id, row.unit_id, row.role) for rows in places for row in rows if not row.is_over(today)}


def places_to_end(person: User, *, actor: User) -> tuple[list[Affiliation], list[Affiliation]]:
    """Of what the person holds or will hold: what the actor may end, and what is for others to end."""
    places = places_in_reading_order(unfinished_places_of(person.id))
    theirs = [place for place in places if can(actor, "end", place)]
    return theirs, [place for place in places if place not in theirs]


def end_all(person: User, last_day: date | None, *, actor: User) -> int:
    """Somebody leaves: everything the actor may end, in one go. Without a day from this moment on.

    What ends before that day anyway stays as it is; what would begin after it never does.
    """
    authorize(actor, "end_affiliations", person)
    if last_day is not None and last_day < clock.today():
        raise _refusal("to_date", _("最后一天不能早于今天；要马上结束，请留空。"))
    ending, _others = places_to_end(person, actor=actor)
    in_one_go = clock.now()
    for place in ending:
        if last_day is None or place.from_date > last_day:
            end_now(place, actor=actor, at=in_one_go)
        elif place.to_date is None or place.to_date > last_day:
            end_on(place, last_day, actor=actor)
    return len(ending)


def _check(affiliation: Affiliation) -> None:
    if affiliation.unit.archived_at:
        raise Conflict(_("这个部门已经归档。"))
    if not can_be_held(affiliation.role, affiliation.unit.kind):
        raise _refusal("role", _("这个职务不能在“%(unit)s”担任。", unit=affiliation.unit.name))
    if affiliation.to_date and affiliation.to_date < affiliation.from_date:
        raise _refusal("to_date", _("最后一天不能早于开始日期。"))
    for other in places_of(affiliation.user.id):
        same = other.unit_id == affiliation.unit.id and other.role is affiliation.role
        if same and not other.is_over(clock.today()):
            raise _refusal("role", _("%(name)s已经担任这个职务。", name=affiliation.user.name))


def _refuse_if_over(affiliation: Affiliation) -> None:
    if affiliation.is_over(clock.today()):
        raise Conflict(_("这项任职已经结束。"))


def _keep_one_administrator(affiliation: Affiliation) -> None:
    """Without one nobody could ever appoint another."""
    if affiliation.role is not Role.ADMIN or affiliation.unit.kind is not UnitKind.DISTRICT:
        return
    hold(affiliation.unit)  # two who let each other go at once would both stay behind as the last
    others = reach.installation_admin_ids() - {affiliation.user_id}
    if not others:
        raise Conflict(_("这是最后一位系统管理员，不能结束。请先任命另一位。"))


def _note(action: str, affiliation: Affiliation, actor: object, note: str = "") -> None:
    where = f"{affiliation.role.value} · {affiliation.unit.place}"
    audit.record(action, actor=actor, target=affiliation.user, note=f"{where} {note}".strip())


def _refusal(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
