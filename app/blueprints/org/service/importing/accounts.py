"""Which rows mean somebody who has an account already, and which collide with other people's."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import func, or_, select

from app.blueprints.accounts.models import User
from app.blueprints.org.belonging import places_by_person
from app.blueprints.org.policy.authority import administers_holder
from app.blueprints.org.reach import reach_of
from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.sheet import Line
from app.core.db import db
from app.core.sentences import said

T = TypeVar("T")
AT_ONCE = 500


class Accounts:
    """The existing accounts that share a sign-in name with one of the lines."""

    def __init__(self, lines: Sequence[Line], actor: User) -> None:
        self._lines = lines
        self._actor = actor
        self._by_account: dict[str, User] = {}
        self._by_phone: dict[str, User] = {}
        self._by_email: dict[str, User] = {}
        for some in chunks(lines):
            self._load(some)
        self._administered = self._whom_the_actor_administers()

    def find(self) -> None:
        """Mark updates; give a reason where the account, phone or e-mail is somebody else's."""
        for line in self._lines:
            known = self._by_account.get(line.account_name.lower())
            if known and (known.name != line.name or known.id not in self._administered):
                line.blame(sheet.ACCOUNT, said("工号已被别人使用。"))
            elif known:
                line.user_id = known.id
            if _of_somebody_else(self._by_phone.get(line.phone), known):
                line.blame(sheet.PHONE, said("手机号已被别人使用。"))
            if _of_somebody_else(self._by_email.get(line.email), known):
                line.blame(sheet.EMAIL, said("邮箱已被别人使用。"))

    def _load(self, lines: Sequence[Line]) -> None:
        accounts = [line.account_name.lower() for line in lines]
        phones = [line.phone for line in lines if line.phone]
        emails = [line.email for line in lines if line.email]
        wanted = or_(
            func.lower(User.account_name).in_(accounts), User.phone.in_(phones), User.email.in_(emails)
        )
        for user in db.session.scalars(select(User).where(wanted)):
            self._by_account[user.account_name.lower()] = user
            self._by_phone[user.phone or ""] = user
            self._by_email[user.email or ""] = user
        self._by_phone.pop("", None)
        self._by_email.pop("", None)

    def _whom_the_actor_administers(self) -> set[int]:
        reach = reach_of(self._actor)
        found: set[int] = set()
        for users in chunks(list(self._by_account.values())):
            places = places_by_person(user.id for user in users)
            found |= {user.id for user in users if administers_holder(reach, places.get(user.id, []))}
        return found


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Databases take only so many values at once."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _of_somebody_else(owner: User | None, known: User | None) -> bool:
    return owner is not None and (known is None or owner.id != known.id)
