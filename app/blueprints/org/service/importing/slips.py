"""Initial passwords of imported people: handed out once, stored nowhere.

They follow from the installation's secret key and a nonce of the import. Taking the slips deletes the
nonce; from then on nobody can compute them again.
"""

import hashlib
import hmac
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from app import config
from app.blueprints.accounts import one_time_codes
from app.blueprints.accounts.models import User
from app.blueprints.org.import_models import ImportBatch, ImportState
from app.blueprints.org.service.importing.batches import lock
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.policy import authorize
from app.core.uow import unit_of_work

LENGTH = 8
KEPT_FOR = timedelta(days=7)

Slip = tuple[str, str, str]  # name, account name, password


def password_of(nonce: str, account_name: str) -> str:
    key = config.current().resolved_secret_key().encode()
    digest = hmac.digest(key, f"import:{nonce}:{account_name}".encode(), hashlib.sha256)
    alphabet = one_time_codes.ALPHABET
    number, letters = int.from_bytes(digest), []
    for _count in range(LENGTH):
        number, at = divmod(number, len(alphabet))
        letters.append(alphabet[at])
    return one_time_codes.in_groups("".join(letters))


def take_slips(batch: ImportBatch, *, actor: User) -> list[Slip]:
    """For everybody who has not signed in yet; the second time there is nothing to take."""
    authorize(actor, "take_slips", batch)
    lock(batch)
    if batch.state is not ImportState.CONFIRMED or batch.slip_nonce is None:
        raise Conflict(_("初始密码已经领取过，或者已经过期。忘了密码的人请发放重置码。"))
    created = batch.done["created"]
    people = db.session.scalars(
        select(User).where(User.id.in_(created), User.must_change_password).order_by(User.name_pinyin)
    )
    nonce = batch.slip_nonce
    slips = [(p.name, p.account_name, password_of(nonce, p.account_name)) for p in people]
    batch.slip_nonce, batch.slips_taken_at = None, clock.now()
    audit.record("org.import_slips_taken", actor=actor, target=batch)
    return slips


def forget_old_slips() -> None:
    """Passwords that nobody took within a week are not handed out any more."""
    old = ImportBatch.confirmed_at < clock.now() - KEPT_FOR
    with unit_of_work():
        db.session.execute(
            update(ImportBatch).where(old, ImportBatch.slip_nonce.is_not(None)).values(slip_nonce=None)
        )
