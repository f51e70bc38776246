"""New people and their temporary passwords: hashed first, which is slow, then written in one transaction."""

from datetime import date

from app.blueprints.accounts import temporary_passwords
from app.blueprints.accounts.models import User
from app.blueprints.accounts.passwords import hash_password
from app.blueprints.org.models import OrgUnit, Role
from app.blueprints.org.service import affiliations, people
from app.core.policy import authorize
from app.core.uow import unit_of_work


def enrol(
    sheet: people.PersonSheet, unit: OrgUnit, role: Role, *, from_date: date, actor: User
) -> tuple[User, str]:
    """The person and the temporary password, which can be shown only now."""
    authorize(actor, "create_person", unit)
    people.check_sheet(sheet)
    affiliations.check_first_day(from_date)
    password = temporary_passwords.draw()
    password_hash = hash_password(password)
    with unit_of_work():
        person = people.create_person(
            sheet, unit, role, password_hash=password_hash, from_date=from_date, actor=actor
        )
    return person, password
