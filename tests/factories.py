"""`make.user()` stores a valid person; every field may be overridden."""

from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.blueprints.accounts.models import User
from app.core.db import Base

Row = TypeVar("Row", bound=Base)


class Make:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers = count(1)

    def user(self, **given: Any) -> User:
        number = next(self._numbers)
        return self.store(User(**{"name": f"教师{number}", "account_name": f"t{number:04}"} | given))

    def find(self, kind: type[Row], **by: Any) -> Row:
        """The one stored row of `kind` like that."""
        return self._session.scalars(select(kind).filter_by(**by)).one()

    def store(self, row: Row) -> Row:
        self._session.add(row)
        self._session.commit()
        return row
