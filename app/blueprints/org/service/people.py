"""People as their schools keep them: account, contact, what colleagues may know of a teacher."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from app.blueprints.accounts import demo_accounts
from app.blueprints.accounts.models import User
from app.blueprints.accounts.sign_in_names import (
    fault_of_phone,
    normal_account_name,
    normal_email,
    normal_phone,
)
from app.blueprints.org.events import PeopleChanged
from app.blueprints.org.models import OrgUnit, Role, TeacherProfile
from app.blueprints.org.service import affiliations
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Invalid
from app.core.outbox import emit
from app.core.policy import authorize

ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,39}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, kw_only=True)
class PersonSheet:
    """What a school writes down about a person."""

    name: str
    account_name: str
    phone: str | None = None
    email: str | None = None
    subject: str | None = None
    title: str | None = None
    honour: str = ""
    joined_on: date | None = None  # the profession, wherever that was


def create_person(
    sheet: PersonSheet,
    unit: OrgUnit,
    role: Role,
    *,
    password_hash: str,
    from_date: date | None = None,
    actor: object,
) -> User:
    """An account whose temporary password others have seen: the first sign-in sets a new one."""
    authorize(actor, "create_person", unit)
    check_sheet(sheet)
    refuse_taken(sheet)
    person = User(password_hash=password_hash, must_change_password=True, **_account(sheet))
    db.session.add(person)
    db.session.flush()  # the profile and the affiliation refer to the id
    _write_profile(person, sheet)
    audit.record("org.person_created", actor=actor, target=person)
    affiliations.place_newcomer(person, unit, role, from_date=from_date or clock.today(), actor=actor)
    emit(PeopleChanged(user_ids=[person.id]))
    return person


def edit_person(person: User, sheet: PersonSheet, *, actor: object) -> None:
    authorize(actor, "edit_person", person)
    check_sheet(sheet)
    refuse_taken(sheet, but=person)
    if demo_accounts.is_shared(person) and normal_account_name(sheet.account_name) != person.account_name:
        sentence = _("这是大家共用的演示账号，工号不能修改。")
        raise Invalid(sentence, {"account_name": sentence})
    for name, value in _account(sheet).items():
        setattr(person, name, value)
    _write_profile(person, sheet)
    emit(PeopleChanged(user_ids=[person.id]))
    audit.record("org.person_edited", actor=actor, target=person)


def check_sheet(sheet: PersonSheet) -> None:
    """What is wrong in the sheet by itself, at the field where it is."""
    faults: dict[str, str] = {}
    if not 2 <= len(sheet.name.strip()) <= 40:
        faults["name"] = _("姓名要有 2 到 40 个字。")
    if not ACCOUNT_NAME.fullmatch(normal_account_name(sheet.account_name)):
        faults["account_name"] = _("工号只能用字母、数字、点、横线，2 到 40 个字符。")
    if sheet.phone and (fault := fault_of_phone(sheet.phone)):
        faults["phone"] = fault
    if sheet.email and not EMAIL.fullmatch(normal_email(sheet.email)):
        faults["email"] = _("这不像一个邮箱地址。")
    if sheet.joined_on and not affiliations.EARLIEST <= sheet.joined_on <= clock.today():
        faults["joined_on"] = _("入职日期要在 1950 年以后，不晚于今天。")
    if faults:
        raise Invalid(" ".join(faults.values()), faults)


def refuse_taken(sheet: PersonSheet, *, but: User | None = None) -> None:
    """Account name, phone and e-mail sign in, so each belongs to one person."""
    account = normal_account_name(sheet.account_name).lower()
    phone, email = normal_phone(sheet.phone or ""), normal_email(sheet.email or "")
    mine = but.id if but else 0
    conditions = [func.lower(User.account_name) == account, User.phone == phone, User.email == email]
    rows: Sequence[User] = db.session.scalars(select(User).where(User.id != mine, or_(*conditions))).all()
    faults: dict[str, str] = {}
    for row in rows:
        if row.account_name.lower() == account:
            faults["account_name"] = _("这个工号已经有人使用。")
        if phone and row.phone == phone:
            faults["phone"] = _("这个手机号已被另一个账号使用。")
        if email and row.email == email:
            faults["email"] = _("这个邮箱已被另一个账号使用。")
    if faults:
        raise Invalid(" ".join(faults.values()), faults)


def profile_of(person: User) -> TeacherProfile:
    """The stored profile, or an empty one that is not stored."""
    wanted = select(TeacherProfile).where(TeacherProfile.user_id == person.id)
    return db.session.scalars(wanted).one_or_none() or TeacherProfile(user_id=person.id, honour="")


def _account(sheet: PersonSheet) -> dict[str, str | None]:
    return {
        "name": sheet.name.strip(),
        "account_name": sheet.account_name,
        "phone": sheet.phone or None,
        "email": sheet.email or None,
    }


def _write_profile(person: User, sheet: PersonSheet) -> None:
    profile = profile_of(person)
    profile.subject, profile.title = sheet.subject or None, sheet.title or None
    profile.honour, profile.joined_on = sheet.honour.strip(), sheet.joined_on
    db.session.add(profile)
