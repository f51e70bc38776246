"""Audience keys: who may find a thing, as words that a search index can hold."""

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit
from app.blueprints.org.reach import reach_of

EVERYBODY = "all"


def audience_of(user: User) -> frozenset[str]:
    """Every key the person holds today; empty for somebody without an active account."""
    if not user.is_active:
        return frozenset()
    reach = reach_of(user)
    return frozenset(
        {
            EVERYBODY,
            f"user:{user.id}",
            *(f"unit:{unit}" for unit in reach.unit_ids),
            *(f"school:{school}" for school in reach.school_ids),
            *(f"group:{group}" for group in reach.group_ids),
            *(f"lead:{_last_unit(path)}" for _role, path in reach.led_paths),
            *(f"leadschool:{school}" for school in reach.led_group_school_ids),
        }
    )


def led_by(unit: OrgUnit) -> frozenset[str]:
    """Keys of the people who lead this unit, a unit above it, or the group of its school."""
    keys = {f"lead:{number}" for number in unit.path.strip("/").split("/") if number}
    if unit.school_id:
        keys.add(f"leadschool:{unit.school_id}")
    return frozenset(keys)


def _last_unit(path: str) -> str:
    return path.strip("/").rpartition("/")[2]
