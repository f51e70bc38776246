"""Initial passwords of imported people: stored nowhere, handed out for a while.

They follow from the installation's secret key and a nonce of the import, so a copy of the database alone
does not reveal them. Who uploaded the file takes them within a week, and may take them again for some hours
after that, each time with a line in the audit log, and without those who have signed in meanwhile: their
initial password is void. Then the nonce is deleted, and nobody can compute them again.
"""

import hashlib
import hmac
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from app import config
from app.blueprints.accounts import one_time_codes, temporary_passwords
from app.blueprints.accounts.models import User
from app.blueprints.org.belonging import places_by_person
from app.blueprints.org.import_models import SLIPS_AGAIN_FOR, SLIPS_KEPT_FOR, ImportBatch
from app.blueprints.org.service.importing.batches import lock
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.uow import unit_of_work

Slip = tuple[str, str, str, str]  # name, account name, password, school


def password_of(nonce: str, account_name: str) -> str:
    key = config.current().resolved_secret_key().encode()
    digest = hmac.digest(key, f"import:{nonce}:{account_name}".encode(), hashlib.sha256)
    alphabet = one_time_codes.ALPHABET
    number, letters = int.from_bytes(digest), []
    for _count in range(temporary_passwords.LENGTH):
        number, at = divmod(number, len(alphabet))
        letters.append(alphabet[at])
    return one_time_codes.in_groups("".join(letters))


def take_slips(batch: ImportBatch, *, actor: User) -> list[Slip]:
    """For everybody who has not signed in yet."""
    authorize(actor, "take_slips", batch)
    lock(batch)
    nonce = batch.slip_nonce
    if nonce is None or batch.slips_until is None:
        raise Conflict(_("领取初始密码的时间已经过了。忘了密码的人请发放重置码。"))
    created = batch.done["created"]
    people = db.session.scalars(
        select(User).where(User.id.in_(created), User.must_change_password).order_by(User.name_pinyin)
    )
    slips = _by_school(people.all(), nonce, batch)
    batch.slips_taken_at = batch.slips_taken_at or clock.now()  # asking again prolongs nothing
    audit.record("org.import_slips_taken", actor=actor, target=batch, note=str(len(slips)))
    return slips


def _by_school(people: Sequence[User], nonce: str, batch: ImportBatch) -> list[Slip]:
    """In the order in which they are handed out."""
    places = places_by_person(person.id for person in people)
    slips: list[Slip] = []
    for person in people:
        unit = next((place.unit for place in places.get(person.id, [])), batch.unit)
        owner = unit.school or unit.group or unit
        password = password_of(nonce, person.account_name)
        slips.append((person.name, person.account_name, password, owner.name))
    return sorted(slips, key=lambda slip: slip[3])


def forget_old_slips() -> None:
    """From here on they cannot be computed any more."""
    old = or_(
        ImportBatch.confirmed_at < clock.now() - SLIPS_KEPT_FOR,
        ImportBatch.slips_taken_at < clock.now() - SLIPS_AGAIN_FOR,
    )
    with unit_of_work():
        db.session.execute(
            update(ImportBatch).where(old, ImportBatch.slip_nonce.is_not(None)).values(slip_nonce=None)
        )
