"""Units as people read a tree: each below its parent, siblings by grade, then as they came."""

from collections.abc import Iterable

from app import reference
from app.blueprints.org.models import Affiliation, OrgUnit
from app.core import clock

Place = tuple[int, int, int]


def in_reading_order(units: Iterable[OrgUnit]) -> list[OrgUnit]:
    """Depth first; 一年级 before 二年级, whoever was set up first."""
    listed = list(units)
    places = {unit.id: _among_siblings(unit) for unit in listed}
    return sorted(
        listed, key=lambda unit: [_step(places, int(part)) for part in unit.path.split("/") if part]
    )


def places_in_reading_order(places: Iterable[Affiliation]) -> list[Affiliation]:
    """What is over comes last."""
    listed, today = list(places), clock.today()
    units = in_reading_order({place.unit_id: place.unit for place in listed}.values())
    standing = {unit.id: number for number, unit in enumerate(units)}
    return sorted(listed, key=lambda place: (place.is_over(today), standing[place.unit_id]))


def _step(places: dict[int, Place], unit_id: int) -> Place:
    """A parent that is not listed itself stands where it was set up."""
    return places.get(unit_id, (0, 0, unit_id))


def _among_siblings(unit: OrgUnit) -> Place:
    grades = list(reference.grades(unit.school.grade_system.value if unit.school else "63"))
    return (grades.index(unit.grade) + 1 if unit.grade in grades else 0, unit.position, unit.id)
