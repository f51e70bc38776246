"""The first day of an installation: the root of the tree, and somebody who administers it."""

from sqlalchemy import select

from app.blueprints.accounts.models import User
from app.blueprints.org.events import PeopleChanged
from app.blueprints.org.models import Affiliation, OrgUnit, Role, UnitKind
from app.blueprints.org.service.people import PersonSheet, check_sheet, refuse_taken
from app.core import audit, clock
from app.core.db import db
from app.core.outbox import emit
from app.core.policy import SYSTEM, authorize

DEFAULT_NAME = "本区"


def root_unit() -> OrgUnit:
    """The unit above all groups and schools; made when it is first asked for."""
    wanted = select(OrgUnit).where(OrgUnit.kind == UnitKind.DISTRICT).order_by(OrgUnit.id)
    root = db.session.scalars(wanted).first()
    if root is None:
        root = OrgUnit(kind=UnitKind.DISTRICT, name=DEFAULT_NAME)
        db.session.add(root)
        db.session.flush()  # the path has its id
        root.path = f"/{root.id}/"
    return root


def create_administrator(sheet: PersonSheet, *, password_hash: str) -> User:
    """Somebody who may do everything; called from the shell, by whoever runs the server."""
    root = root_unit()
    authorize(SYSTEM, "create_person", root)
    check_sheet(sheet)
    refuse_taken(sheet)
    person = User(
        name=sheet.name,
        account_name=sheet.account_name,
        password_hash=password_hash,
        must_change_password=True,
    )
    db.session.add(person)
    db.session.add(Affiliation(user=person, unit=root, role=Role.ADMIN, from_date=clock.today()))
    db.session.flush()  # the log names the id
    emit(PeopleChanged(user_ids=[person.id]))
    audit.record("org.administrator_created", target=person)
    return person


def name_installation(name: str, *, actor: object) -> None:
    root = root_unit()
    authorize(actor, "name_installation", root)
    root.name = name.strip()
    audit.record("org.unit_edited", actor=actor, target=root)
