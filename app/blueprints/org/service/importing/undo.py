"""The way back: everything an import did, except where people have gone on with it since."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, delete, select

from app.blueprints.accounts.models import LoginSession, RecoveryCode, User
from app.blueprints.org.events import AccessNarrowed, PeopleChanged
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.models import Affiliation, TeacherProfile
from app.blueprints.org.service.importing.accounts import chunks
from app.blueprints.org.service.importing.batches import lock
from app.blueprints.org.service.importing.differences import ACCOUNT_FIELDS
from app.core import audit, clock
from app.core.audit import AuditEntry
from app.core.db import Base, db
from app.core.errors import Conflict
from app.core.outbox import emit
from app.core.policy import authorize
from app.core.sentences import said

GO_WITH_THE_PERSON = {
    "affiliation",
    "teacher_profile",
    LoginSession.__tablename__,
    RecoveryCode.__tablename__,
}


def undo_import(batch: ImportBatch, *, actor: User) -> None:
    """New people go, changed ones get back what they had. Who is kept, and why, is written down."""
    authorize(actor, "undo", batch)
    lock(batch)
    if batch.state is ImportState.CONFIRMED and batch.undo_until is None:
        raise Conflict(_("这次导入已经过了可以撤销的时间。"))
    batch.move_on(ImportState.CONFIRMED, ImportState.UNDONE, _("这次导入没有可以撤销的内容。"))
    done = batch.done
    people_kept = _take_back_people(done["created"], set(done["first_places"]))
    changes_kept = _take_back_changes(done["updated"])
    _end_added(done["affiliations"])
    emit(PeopleChanged(user_ids=[*done["created"], *(change["user_id"] for change in done["updated"])]))
    kept = people_kept + changes_kept
    gone, back = len(done["created"]) - len(people_kept), len(done["updated"]) - len(changes_kept)
    batch.done = done | {"kept": kept, "gone": gone, "given_back": back}
    batch.slip_nonce, batch.undone_at = None, clock.now()
    note = f"-{gone} ~{back} kept {len(kept)}"
    audit.record("org.import_undone", actor=actor, target=batch, note=note)


def _take_back_people(created: Sequence[int], first_places: set[int]) -> list[dict[str, str | int]]:
    kept: list[dict[str, str | int]] = []
    for ids in chunks(created):
        people = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id)).all()
        reasons = _reasons_to_keep(people, first_places)
        kept += [_told(person, reasons[person.id]) for person in people if person.id in reasons]
        _delete([person.id for person in people if person.id not in reasons])
    return kept


def _reasons_to_keep(people: Sequence[User], first_places: set[int]) -> dict[int, str]:
    """The first reason for each of those that cannot go."""
    ids = [person.id for person in people]
    signed_in = set(
        db.session.scalars(
            select(AuditEntry.actor_id).where(
                AuditEntry.actor_id.in_(ids), AuditEntry.action == "accounts.signed_in"
            )
        )
    )
    signed_in |= set(db.session.scalars(select(LoginSession.user_id).where(LoginSession.user_id.in_(ids))))
    signed_in |= {person.id for person in people if not person.must_change_password}
    elsewhere = _with_later_affiliations(ids, first_places)
    referred = _referred_to(ids)
    reasons: dict[int, str] = {}
    reasons.update(dict.fromkeys(referred, said("已经参加备课或留下内容。")))
    reasons.update(dict.fromkeys(elsewhere, said("导入以后又有了别的任职。")))
    reasons.update((person.id, said("已经登录过。")) for person in people if person.id in signed_in)
    return reasons


def _with_later_affiliations(ids: Sequence[int], first_places: set[int]) -> set[int]:
    """Appointed again since, or dated by somebody."""
    rows = db.session.scalars(select(Affiliation).where(Affiliation.user_id.in_(ids)))
    return {row.user_id for row in rows if row.id not in first_places or row.ended_at or row.to_date}


def _referred_to(ids: Sequence[int]) -> set[int]:
    """Whoever any other table of the installation points to: authored, invited, appointed."""
    found: set[int] = set()
    for column in _columns_about_people():
        found |= set(db.session.scalars(select(column).where(column.in_(ids)).distinct()))
    return found


def _columns_about_people() -> Iterable[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        if table.name not in GO_WITH_THE_PERSON:
            for key in table.foreign_keys:
                if key.column.table.name == User.__tablename__:
                    yield key.parent


def _delete(ids: Sequence[int]) -> None:
    db.session.execute(delete(Affiliation).where(Affiliation.user_id.in_(ids)))
    db.session.execute(delete(TeacherProfile).where(TeacherProfile.user_id.in_(ids)))
    db.session.execute(delete(User).where(User.id.in_(ids)))


def _take_back_changes(updated: Sequence[dict[str, Any]]) -> list[dict[str, str | int]]:
    kept: list[dict[str, str | int]] = []
    for some in chunks(updated):
        ids = [change["user_id"] for change in some]
        people = {row.id: row for row in db.session.scalars(select(User).where(User.id.in_(ids)))}
        profiles = {
            row.user_id: row
            for row in db.session.scalars(select(TeacherProfile).where(TeacherProfile.user_id.in_(ids)))
        }
        for change in some:
            person, profile = people.get(change["user_id"]), profiles.get(change["user_id"])
            if person and profile and not _restore(person, profile, change):
                kept.append(_told(person, said("资料后来又改过，没有还原。")))
    return kept


def _restore(person: User, profile: TeacherProfile, change: dict[str, Any]) -> bool:
    """Whether everything could be given back: what was changed again since stays as it is."""
    complete = True
    for name, after in change["after"].items():
        row = person if name in ACCOUNT_FIELDS else profile
        now = getattr(row, name)
        if (now.isoformat() if isinstance(now, date) else now) != after:
            complete = False
            continue
        before = change["before"][name]
        setattr(row, name, date.fromisoformat(before) if name == "joined_on" and before else before)
    return complete


def _end_added(added: Sequence[int]) -> None:
    for ids in chunks(added):
        rows = db.session.scalars(
            select(Affiliation).where(Affiliation.id.in_(ids), Affiliation.ended_at.is_(None))
        )
        for row in rows:
            row.ended_at = clock.now()
            emit(AccessNarrowed(user_id=row.user_id, reason="import_undone"))


def _told(person: User, reason: str) -> dict[str, str | int]:
    return {"id": person.id, "name": person.name, "account_name": person.account_name, "reason": reason}
