"""One change of the organisation may narrow the access of hundreds: they are told apart in the worker."""

from app.blueprints.org.events import AccessNarrowed, MembershipEnded, PeopleChanged, PlaceChanged, UnitMoved
from app.blueprints.org.service import findable, narrowing
from app.core.outbox import subscribe


@subscribe(MembershipEnded)
def narrow_access_of_school_and_group(event: MembershipEnded) -> None:
    narrowing.tell_people_of_membership(event.membership_id)


@subscribe(UnitMoved)
def narrow_access_around_the_unit(event: UnitMoved) -> None:
    narrowing.tell_people_around(event.unit_id, event.old_path)


@subscribe(PeopleChanged)
def index_the_people(event: PeopleChanged) -> None:
    findable.note_people(event.user_ids)


@subscribe(AccessNarrowed)
def index_who_lost_a_place(event: AccessNarrowed) -> None:
    findable.note_people([event.user_id])


@subscribe(PlaceChanged)
def index_the_people_of_the_place(event: PlaceChanged) -> None:
    findable.note_people_below(event.unit_id)
