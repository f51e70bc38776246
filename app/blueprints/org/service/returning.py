"""Giving back posts that have ended: as new appointments from today."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.blueprints.org.belonging import every_place_of
from app.blueprints.org.models import Affiliation, Role
from app.blueprints.org.policy.authority import can_give
from app.blueprints.org.policy.rules import ended_lately
from app.blueprints.org.service import affiliations
from app.core import clock
from app.core.errors import Conflict
from app.core.policy import authorize, can


def restorable(places: Iterable[Affiliation], *, actor: object) -> list[Affiliation]:
    """Of all that one person held: the ended ones that the actor may give back, of each post the latest
    time, unless it is held again."""
    rows, today = list(places), clock.today()
    held = {(row.unit_id, row.role) for row in rows if not row.is_over(today)}
    latest: dict[tuple[int, Role], Affiliation] = {}
    for row in sorted((row for row in rows if row.is_over(today)), key=lambda row: row.id):
        if row.unit.archived_at is None and (row.unit_id, row.role) not in held:
            latest[row.unit_id, row.role] = row
    offered = [row for row in latest.values() if can_give(actor, row.role, row.unit)]
    one_each = {_case(row): row for row in offered}  # judged once: in all units of a school it is the same
    open_to = {case for case, row in one_each.items() if can(actor, "restore", row)}
    return [row for row in offered if _case(row) in open_to]


def whole_endings(places: Sequence[Affiliation]) -> list[list[Affiliation]]:
    """What ended in one go, where that was more than one; the latest ending first."""
    endings: list[list[Affiliation]] = []
    for place in sorted(places, key=lambda row: row.id, reverse=True):
        if not any(place in ending for ending in endings):
            endings.append(_ended_with(place, places))
    return [ending for ending in endings if len(ending) > 1]


def restore(place: Affiliation, *, together: bool, actor: object) -> int:
    """This one, or all that ended in one go with it and are for the actor to give; how many."""
    authorize(actor, "restore", place)
    found = restorable(every_place_of(place.user_id), actor=actor)
    if place not in found:
        raise Conflict(_("没有可以恢复的任职。"))
    return give_back(_ended_with(place, found) if together else [place], actor=actor)


def give_back(places: Sequence[Affiliation], *, actor: object) -> int:
    """All of them, from today; what somebody holds again by now stays as it is."""
    held = affiliations.held_now(place.user_id for place in places)
    for place in places:
        if (place.user_id, place.unit_id, place.role) not in held:
            affiliations.appoint_again(place, actor=actor)
        place.ended_with_id = None
    return len(places)


def _ended_with(place: Affiliation, places: Sequence[Affiliation]) -> list[Affiliation]:
    """What ends in one go carries one moment, or one last day."""
    end = place.ended_at or place.to_date
    return [row for row in places if (row.ended_at or row.to_date) == end]


def _case(place: Affiliation) -> tuple[int | None, int | None, bool]:
    return place.unit.school_id, place.unit.group_id, ended_lately(place)
