"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.core.db import db

T = TypeVar("T")
PER_PAGE = 30
LAST_PAGE = 1000  # nobody reads that far; an offset costs


@dataclass(frozen=True)
class Page(Generic[T]):
    """`number` counts from 1; `total` is the number of all rows."""

    items: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, min(LAST_PAGE, -(-self.total // self.per_page)))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def paginate(query: Select[Any], number: int, *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of single-entity rows; a number out of range shows the nearest page there is."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, min(LAST_PAGE, -(-total // per_page)))
    number = min(max(1, number), pages)
    rows = db.session.scalars(query.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(rows, number, total, per_page)
