"""The confirmation: all valid rows in one transaction, and what is needed for the way back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.blueprints.accounts.models import User
from app.blueprints.org.events import PeopleChanged
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.models import Affiliation, Role, TeacherProfile
from app.blueprints.org.policy.authority import may_grant
from app.blueprints.org.reach import reach_of
from app.blueprints.org.service.importing.accounts import Accounts
from app.blueprints.org.service.importing.batches import lock
from app.blueprints.org.service.importing.differences import (
    ACCOUNT_FIELDS,
    Known,
    Place,
    profile_of,
    with_known,
)
from app.blueprints.org.service.importing.places import units_in
from app.blueprints.org.service.importing.sheet import Line
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.outbox import emit
from app.core.policy import authorize
from app.core.sentences import said


def apply_batch(
    batch: ImportBatch, lines: Sequence[Line], hashes: Mapping[str, str], *, address: str
) -> None:
    """`hashes` are those of the initial passwords, by account name; `address` is where it was confirmed."""
    authorize(batch.by, "confirm", batch)
    lock(batch)
    _refuse_what_changed(lines, batch.by)
    _refuse_lost_places(lines, batch)
    created, first = _create([line for line in lines if line.is_new], hashes)
    updated, added = _update([line for line in lines if not line.is_new])
    emit(PeopleChanged(user_ids=[*created, *(change["user_id"] for change in updated)]))
    batch.done = {"created": created, "first_places": first, "updated": updated, "affiliations": added}
    batch.move_on(ImportState.CONFIRMING, ImportState.CONFIRMED, _("这次导入已经处理过了。"))
    batch.updated_count, batch.confirmed_at = len(updated), clock.now()
    note = f"+{len(created)} ~{len(updated)}"
    audit.record("org.people_imported", actor=batch.by, target=batch, note=note, address=address)


def _refuse_what_changed(lines: Sequence[Line], actor: User) -> None:
    """Somebody may have made the same account since the dry run."""
    again = [Line.from_stored(line.stored() | {"user_id": None}) for line in lines]
    Accounts(again, actor).find()
    for line, now in zip(lines, again, strict=True):
        if now.is_bad or now.user_id != line.user_id:
            raise Conflict(said("检查以后人员又有变动（第 %(row)s 行），请重新上传。", row=line.number))


def _refuse_lost_places(lines: Sequence[Line], batch: ImportBatch) -> None:
    """Since the dry run a unit may have been archived, or a school have left the group with all of them."""
    reach, units = reach_of(batch.by), {unit.id: unit for unit in units_in(batch.unit)}
    for line in lines:
        for unit_id, role in line.places:
            if unit_id not in units or not may_grant(reach, Role(role), units[unit_id]):
                raise Conflict(said("检查以后部门又有变动（第 %(row)s 行），请重新上传。", row=line.number))


def _create(lines: Sequence[Line], hashes: Mapping[str, str]) -> tuple[list[int], list[int]]:
    people = [
        User(
            name=line.name,
            account_name=line.account_name,
            phone=line.phone or None,
            email=line.email or None,
            password_hash=hashes[line.account_name],
            must_change_password=True,
        )
        for line in lines
    ]
    db.session.add_all(people)
    db.session.flush()  # profiles and affiliations refer to the ids
    places: list[Affiliation] = []
    for person, line in zip(people, lines, strict=True):
        db.session.add(TeacherProfile(user_id=person.id, **profile_of(line), honour=line.honour))
        places += _affiliations(person.id, line.places)
    db.session.add_all(places)
    db.session.flush()  # the way back needs the ids
    return [person.id for person in people], [place.id for place in places]


def _update(lines: Sequence[Line]) -> tuple[list[dict[str, Any]], list[int]]:
    """Those of whom something changed, and the places they got."""
    updated: list[dict[str, Any]] = []
    added: list[Affiliation] = []
    for line, known in with_known(lines):
        change, places = _change(known, line), _affiliations(known.person.id, known.new_places(line))
        if change["after"] or places:
            updated.append(change)
        added += places
    db.session.add_all(added)
    db.session.flush()  # the way back needs the ids
    return updated, [row.id for row in added]


def _change(known: Known, line: Line) -> dict[str, Any]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    person, values = known.person, known.new_values(line)
    profile = known.profile or TeacherProfile(user_id=person.id, honour="")
    if values:
        db.session.add(profile)
    for name, value in values.items():
        row = person if name in ACCOUNT_FIELDS else profile
        before[name] = _plain(getattr(row, name))
        setattr(row, name, value)
        after[name] = _plain(value)
    return {"user_id": person.id, "before": before, "after": after}


def _affiliations(user_id: int, places: Sequence[Place]) -> list[Affiliation]:
    """From the day of the import on: when somebody became a teacher says nothing about this school."""
    today = clock.today()
    return [
        Affiliation(user_id=user_id, unit_id=unit_id, role=Role(role), from_date=today)
        for unit_id, role in places
    ]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
