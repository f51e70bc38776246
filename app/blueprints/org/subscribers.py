"""One change of the organisation may narrow the access of hundreds: they are told apart in the worker."""

from app.blueprints.org.events import MembershipEnded, UnitMoved
from app.blueprints.org.service import narrowing
from app.core.outbox import subscribe


@subscribe(MembershipEnded)
def narrow_access_of_school_and_group(event: MembershipEnded) -> None:
    narrowing.tell_people_of_membership(event.membership_id)


@subscribe(UnitMoved)
def narrow_access_around_the_unit(event: UnitMoved) -> None:
    narrowing.tell_people_around(event.unit_id, event.old_path)
