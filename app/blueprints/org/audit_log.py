"""Reading the audit log: who did what, narrowed by person, action and day, for a fixed number of queries.

Only those who run the installation may. A line names its person and its thing by number; where they
belonged on that day is not in it, so a group could not be shown its own lines and nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from app.blueprints.accounts.models import User
from app.blueprints.org import audit_words, directory
from app.blueprints.org.import_models import ImportBatch
from app.blueprints.org.models import Membership, OrgUnit, School, SchoolGroup
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.web.audit_words import sentence

Ids = set[int]
NAMES: Mapping[
    str, Callable[[Ids], Select[int, str]]
] = {  # by the table of the thing: its number and its name
    "user": lambda ids: select(User.id, User.name).where(User.id.in_(ids)),
    "school": lambda ids: select(School.id, School.name).where(School.id.in_(ids)),
    "school_group": lambda ids: select(SchoolGroup.id, SchoolGroup.name).where(SchoolGroup.id.in_(ids)),
    "org_unit": lambda ids: select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(ids)),
    "import_batch": lambda ids: select(ImportBatch.id, ImportBatch.file_name).where(ImportBatch.id.in_(ids)),
    "membership": lambda ids: (
        select(Membership.id, School.name)
        .join(School, Membership.school_id == School.id)
        .where(Membership.id.in_(ids))
    ),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines somebody looks for; empty parts do not narrow."""

    text: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """An entry as it reads. `known` are the people of it who are still there."""

    entry: AuditEntry
    who: str
    sentence: str
    actor_is_known: bool


def find_entries(wanted: Wanted) -> Select[AuditEntry]:
    """The newest first."""
    query = select(AuditEntry)
    if wanted.text:
        query = query.where(_about(wanted.text))
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.since:
        query = query.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        query = query.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    listed = list(entries)
    names = _names(listed)
    return [_line(entry, names) for entry in listed]


def _line(entry: AuditEntry, names: Mapping[str, Mapping[int, str]]) -> Line:
    whom = names.get(entry.target_kind, {}).get(entry.target_id or 0)
    if whom is None:
        whom = (
            _("不存在的账号") if entry.target_id is None else _("（已删除，编号 %(id)s）", id=entry.target_id)
        )
    nobody = _("没有登录的人") if entry.action.startswith("accounts.") else _("系统")
    return Line(
        entry,
        entry.actor_name or nobody,
        sentence(entry.action, whom=whom, note=audit_words.readable(entry.action, entry.note)),
        entry.actor_id in names["user"],
    )


def _about(text: str) -> Any:
    """Done by the person, or to their account; also by somebody who was called so and is gone."""
    people = directory.find_people(select(User), directory.Wanted(text=text))
    ids = people.with_only_columns(User.id).order_by(None)
    return or_(
        AuditEntry.actor_id.in_(ids),
        (AuditEntry.target_kind == "user") & AuditEntry.target_id.in_(ids),
        AuditEntry.actor_name.contains(text, autoescape=True),
    )


def _names(entries: Iterable[AuditEntry]) -> dict[str, dict[int, str]]:
    wanted: dict[str, Ids] = defaultdict(set)
    for entry in entries:
        wanted["user"].add(entry.actor_id or 0)
        wanted[entry.target_kind].add(entry.target_id or 0)
    return {
        kind: {row[0]: row[1] for row in db.session.execute(named(wanted[kind]))}
        for kind, named in NAMES.items()
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SCHOOL_ZONE)
