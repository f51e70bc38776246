"""Imports of teachers from Excel: what was read, what it would do, what it did."""

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit
from app.core import clock
from app.core.db import Base, Timestamps
from app.core.errors import Conflict
from app.core.jobs import Job, JobState

UNDONE_WITHIN = timedelta(days=30)
SLIPS_KEPT_FOR = timedelta(days=7)  # for the first who comes for them
SLIPS_AGAIN_FOR = timedelta(hours=12)  # for the same administrator: paper jams, windows get closed


class ImportState(enum.StrEnum):
    CHECKING = "checking"  # the worker reads the file
    CHECKED = "checked"  # the dry run is there; nothing is saved
    CONFIRMING = "confirming"  # the worker makes the accounts
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    SAME = "same"  # never stored: each row says what the system has
    EXPIRED = "expired"  # never stored: nobody confirmed it in time, and what was read is gone
    REFUSED = "refused"  # never stored: no row is of use, or the worker gave up, and its job says why


class ImportBatch(Timestamps, Base):
    """One uploaded list of teachers, for a school or for a group with its schools."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))  # of the file, in the storage until it has been read
    state: Mapped[ImportState] = mapped_column(default=ImportState.CHECKING)
    job_id: Mapped[int | None]
    skip_bad: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)
    done: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)  # for the way back
    new_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    bad_count: Mapped[int] = mapped_column(default=0)
    slip_nonce: Mapped[str | None] = mapped_column(String(64))  # the initial passwords follow from it
    slips_taken_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    unit: Mapped[OrgUnit] = relationship()
    by: Mapped[User] = relationship()
    job: Mapped[Job | None] = relationship(  # the work that the page waits for
        primaryjoin=lambda: foreign(ImportBatch.job_id) == Job.id, viewonly=True
    )

    @property
    def outcome(self) -> ImportState:
        """The state, as people are told it: what nobody works on any more is not under way."""
        gave_up = self.job is not None and self.job.state is JobState.FAILED
        if self.state is ImportState.CHECKED and not self.usable_count and not self.bad_count:
            return ImportState.SAME
        if self.state is ImportState.CHECKED and self.usable_count and not self.are_rows_kept:
            return ImportState.EXPIRED
        refused = {ImportState.CHECKED: not self.usable_count, ImportState.CONFIRMING: gave_up}
        return ImportState.REFUSED if refused.get(self.state) else self.state

    @property
    def usable_count(self) -> int:
        """Rows that would change something; without any there is nothing to confirm."""
        return self.new_count + self.updated_count

    @property
    def same_count(self) -> int:
        """Rows that say nothing but what the system has."""
        if "same" in self.done:  # the rows are gone
            return int(self.done["same"])
        return len(self.rows) - self.new_count - self.updated_count - self.bad_count

    @property
    def are_rows_kept(self) -> bool:
        """Who stands in the file is known as long as the import can be undone; then it is forgotten."""
        return (
            _if_to_come((self.undone_at or self.confirmed_at or self.created_at) + UNDONE_WITHIN) is not None
        )

    @property
    def undo_until(self) -> datetime | None:
        """The end of the time for the way back; None: there is none."""
        if self.state is not ImportState.CONFIRMED or self.confirmed_at is None:
            return None
        return _if_to_come(self.confirmed_at + UNDONE_WITHIN)

    @property
    def slips_until(self) -> datetime | None:
        """When the initial passwords are forgotten; None: they are."""
        if self.state is not ImportState.CONFIRMED or self.slip_nonce is None or self.confirmed_at is None:
            return None
        again = self.slips_taken_at and self.slips_taken_at + SLIPS_AGAIN_FOR
        return _if_to_come(again or self.confirmed_at + SLIPS_KEPT_FOR)

    def move_on(self, expected: ImportState, then: ImportState, sentence: str) -> None:
        """Each step is taken once, in order."""
        if self.state is not expected:
            raise Conflict(sentence)
        self.state = then


def _if_to_come(moment: datetime) -> datetime | None:
    return moment if moment > clock.now() else None
