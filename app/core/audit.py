"""The audit log: who did what to which thing, when, from where. Written with the change itself.

Rows are never changed; what is older than the retention period is deleted as a whole.
"""

from datetime import datetime, timedelta

from flask import has_request_context, request
from sqlalchemy import Index, String, delete, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.core.uow import unit_of_work

KEPT_FOR = timedelta(days=180)


class AuditEntry(Base):
    """One line of the log. Ids are plain numbers: the line outlives the person and the thing."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_target", "target_kind", "target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60))  # "accounts.signed_in": feature, then what happened
    actor_id: Mapped[int | None] = mapped_column(index=True)  # None: a guest, or the system itself
    actor_name: Mapped[str] = mapped_column(String(40), default="")  # as it was on that day
    target_kind: Mapped[str] = mapped_column(String(60), default="")  # the table of the thing
    target_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")


@event.listens_for(AuditEntry, "before_update")
def _lines_are_never_changed(_mapper: Mapper[AuditEntry], _connection: object, entry: AuditEntry) -> None:
    raise RuntimeError(f"audit entry {entry.id} cannot be changed")


def record(
    action: str,
    *,
    actor: object = None,
    target: Base | None = None,
    note: str = "",
    address: str | None = None,
) -> None:
    """Write one line in the caller's transaction. No secrets, no contents of lessons in `note`.

    A job gives the `address` of whoever asked for it; in a request it is known.
    """
    db.session.add(
        AuditEntry(
            at=clock.now(),
            action=action,
            actor_id=getattr(actor, "id", None),
            actor_name=getattr(actor, "name", ""),
            target_kind=target.__tablename__ if target is not None else "",
            target_id=getattr(target, "id", None),
            note=note[:200],
            address=here() if address is None else address,
        )
    )


def here() -> str:
    """The network address of whoever is asking; empty where nobody is."""
    return (request.remote_addr or "")[:64] if has_request_context() else ""


def forget_old() -> int:
    """Delete the lines older than the retention period. Returns how many."""
    old = delete(AuditEntry).where(AuditEntry.at < clock.now() - KEPT_FOR)
    with unit_of_work():
        return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]  # a DML result has one
