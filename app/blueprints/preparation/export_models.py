"""Files that people take away, and the form their school prints on."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.org.models import School
from app.core.db import Base, Timestamps
from app.core.jobs import Job


class ExportFormat(enum.StrEnum):
    WORD = "word"
    PDF = "pdf"
    MARKDOWN = "markdown"


class PreparationExport(Timestamps, Base):
    """One wish for a file: of one preparation, or of several as a zip. Only its owner ever sees it."""

    __tablename__ = "preparation_export"

    FILE_NAME_LENGTH = 200
    KEPT_FOR = timedelta(days=1)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    format: Mapped[ExportFormat]
    is_set: Mapped[bool] = mapped_column(default=False)
    preparation_ids: Mapped[list[int]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)  # how many of them
    skipped: Mapped[list[str]] = mapped_column(JSON, default=list)  # titles that could not be converted
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))  # the one at work on it, or the last
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH), default="")
    digest: Mapped[str | None] = mapped_column(String(64))  # in the storage, once it is ready
    size: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    job: Mapped[Job | None] = relationship()
    files: Mapped[list["ExportFile"]] = relationship(
        order_by="ExportFile.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def percent(self) -> int:
        return 100 * self.done // max(1, len(self.preparation_ids))


class ExportFile(Base):
    """What is finished of an export that is still being made."""

    __tablename__ = "preparation_export_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(
        ForeignKey("preparation_export.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]


class PrintTemplate(Timestamps, Base):
    """The Word file a school prints its plans on: styles, page, header, footer, fields, cells to sign in."""

    __tablename__ = "print_template"

    FILE_NAME_LENGTH = 120

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), unique=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    places: Mapped[list[str]] = mapped_column(JSON)  # the names of what is filled in, as found
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]

    school: Mapped[School] = relationship()
    uploaded_by: Mapped[User] = relationship()
