"""What a row would change of somebody who has an account already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.org.belonging import places_by_person
from app.blueprints.org.models import TeacherProfile
from app.blueprints.org.service.importing.accounts import chunks
from app.blueprints.org.service.importing.sheet import Line
from app.core import clock
from app.core.db import db

ACCOUNT_FIELDS = ("phone", "email")
Place = tuple[int, str]  # unit, role


@dataclass(frozen=True)
class Known:
    """A person as the system has them."""

    person: User
    profile: TeacherProfile | None
    places: frozenset[Place]

    def new_values(self, line: Line) -> dict[str, Any]:
        """Only what the row says; an empty cell leaves what is there."""
        wanted = {"phone": line.phone, "email": line.email, "honour": line.honour, **profile_of(line)}
        rows = {name: self.person if name in ACCOUNT_FIELDS else self.profile for name in wanted}
        return {
            name: value
            for name, value in wanted.items()
            if value and getattr(rows[name], name, None) != value
        }

    def new_places(self, line: Line) -> list[Place]:
        return [place for place in line.places if place not in self.places]


def find_same(lines: Sequence[Line]) -> None:
    """Mark the rows that would change nothing."""
    for line, known in with_known([line for line in lines if line.user_id and not line.is_bad]):
        line.is_same = not known.new_values(line) and not known.new_places(line)


def with_known(lines: Sequence[Line]) -> Iterator[tuple[Line, Known]]:
    """Each line with the person whom it means."""
    for some in chunks(lines):
        ids = [line.user_id for line in some if line.user_id]
        people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
        found = db.session.scalars(select(TeacherProfile).where(TeacherProfile.user_id.in_(ids)))
        profiles = {profile.user_id: profile for profile in found}
        places, today = places_by_person(ids), clock.today()
        for line in some:
            held = [row for row in places.get(line.user_id or 0, []) if not row.is_over(today)]
            yield (
                line,
                Known(
                    person=people[line.user_id or 0],
                    profile=profiles.get(line.user_id or 0),
                    places=frozenset((row.unit_id, row.role.value) for row in held),
                ),
            )


def profile_of(line: Line) -> dict[str, Any]:
    return {"subject": line.subject or None, "title": line.title or None, "joined_on": line.joined}
