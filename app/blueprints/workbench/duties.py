"""What waits for those who run a school or group: beside lessons, or instead of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.blueprints.accounts.models import User
from app.blueprints.org.choices import units_to_import_for
from app.blueprints.org.directory import cards as cards_of
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.policy.authority import runs_something
from app.blueprints.org.policy.visibility import imports_visible_to, people_visible_to
from app.core import clock
from app.core.db import db

MOST_LOCKED = 8
MOST_LOOKED_AT = 200  # of those locked in all schools in sight: most are for others to help


@dataclass(frozen=True)
class Duties:
    """Of one administrator today."""

    imports: bool  # whether teachers are theirs to import
    open_imports: Sequence[ImportBatch]  # checked, and neither confirmed nor given up
    locked: Sequence[User]  # too many wrong passwords, this very moment
    people: int  # whom they can see at all: with few, importing comes first


def duties_of(person: User) -> Duties | None:
    """None for those who run nothing."""
    if not runs_something(person):
        return None
    waiting = imports_visible_to(person).where(ImportBatch.state == ImportState.CHECKED)
    waiting = waiting.where(ImportBatch.new_count + ImportBatch.updated_count > 0)
    seen = people_visible_to(person)
    locked = seen.where(User.locked_until > clock.now(), User.id != person.id)
    cards = cards_of(db.session.scalars(locked.order_by(User.id).limit(MOST_LOOKED_AT)), actor=person)
    return Duties(
        imports=bool(units_to_import_for(person)),
        open_imports=db.session.scalars(waiting.order_by(ImportBatch.id.desc()).limit(3)).all(),
        locked=[card.person for card in cards if card.administered][:MOST_LOCKED],
        people=db.session.scalar(select(func.count()).select_from(seen.subquery())) or 0,
    )
