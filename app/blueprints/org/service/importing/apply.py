"""The confirmation: all valid rows in one transaction, and what is needed for the way back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.org.belonging import places_by_person
from app.blueprints.org.events import PeopleChanged
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.models import Affiliation, Role, TeacherProfile
from app.blueprints.org.service.importing.accounts import Accounts, chunks
from app.blueprints.org.service.importing.batches import lock
from app.blueprints.org.service.importing.sheet import Line
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.outbox import emit
from app.core.policy import authorize

ACCOUNT_FIELDS = ("phone", "email")
PROFILE_FIELDS = ("subject", "title", "honour", "joined_on")


def apply_batch(
    batch: ImportBatch, lines: Sequence[Line], hashes: Mapping[str, str], *, address: str
) -> None:
    """`hashes` are those of the initial passwords, by account name; `address` is where it was confirmed."""
    authorize(batch.by, "confirm", batch)
    lock(batch)
    _refuse_what_changed(lines, batch.by)
    created, first = _create([line for line in lines if line.is_new], hashes)
    updated, added = _update([line for line in lines if not line.is_new])
    emit(PeopleChanged(user_ids=[*created, *(change["user_id"] for change in updated)]))
    batch.done = {"created": created, "first_places": first, "updated": updated, "affiliations": added}
    batch.move_on(ImportState.CONFIRMING, ImportState.CONFIRMED, _("这次导入已经处理过了。"))
    batch.confirmed_at = clock.now()
    note = f"+{len(created)} ~{len(updated)}"
    audit.record("org.people_imported", actor=batch.by, target=batch, note=note, address=address)


def _refuse_what_changed(lines: Sequence[Line], actor: User) -> None:
    """Somebody may have made the same account since the dry run."""
    again = [Line.from_stored(line.stored() | {"user_id": None}) for line in lines]
    Accounts(again, actor).find()
    for line, now in zip(lines, again, strict=True):
        if now.is_bad or now.user_id != line.user_id:
            raise Conflict(_("检查以后人员又有变动（第 %(row)s 行），请重新上传。", row=line.number))


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
        db.session.add(TeacherProfile(user_id=person.id, **_profile(line), honour=line.honour))
        places += _affiliations(person.id, line)
    db.session.add_all(places)
    db.session.flush()  # the way back needs the ids
    return [person.id for person in people], [place.id for place in places]


def _update(lines: Sequence[Line]) -> tuple[list[dict[str, Any]], list[int]]:
    """Only what the row says is changed; an empty cell leaves what is there."""
    updated: list[dict[str, Any]] = []
    added: list[Affiliation] = []
    for some in chunks(lines):
        ids = [line.user_id for line in some if line.user_id]
        people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
        profiles = {
            row.user_id: row
            for row in db.session.scalars(select(TeacherProfile).where(TeacherProfile.user_id.in_(ids)))
        }
        places = places_by_person(ids)
        for line in some:
            person = people[line.user_id or 0]
            profile = profiles.get(person.id) or TeacherProfile(user_id=person.id, honour="")
            db.session.add(profile)
            updated.append(_change(person, profile, line))
            held = {(place.unit_id, place.role) for place in places.get(person.id, [])}
            wanted = _affiliations(person.id, line)
            added += [place for place in wanted if (place.unit_id, place.role) not in held]
    db.session.add_all(added)
    db.session.flush()  # the way back needs the ids
    return updated, [row.id for row in added]


def _change(person: User, profile: TeacherProfile, line: Line) -> dict[str, Any]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    wanted = {"phone": line.phone, "email": line.email, "honour": line.honour, **_profile(line)}
    for name, value in wanted.items():
        row = person if name in ACCOUNT_FIELDS else profile
        if value and getattr(row, name) != value:
            before[name] = _plain(getattr(row, name))
            setattr(row, name, value)
            after[name] = _plain(value)
    return {"user_id": person.id, "before": before, "after": after}


def _profile(line: Line) -> dict[str, Any]:
    return {"subject": line.subject or None, "title": line.title or None, "joined_on": line.joined}


def _affiliations(user_id: int, line: Line) -> list[Affiliation]:
    """From the day of the import on: when somebody became a teacher says nothing about this school."""
    today = clock.today()
    return [
        Affiliation(user_id=user_id, unit_id=unit_id, role=Role(role), from_date=today)
        for unit_id, role in line.places
    ]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
