"""The division of labour: who writes which section. The text itself knows only the keys."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document
from app.core.db import Base


class DocumentSection(Base):
    """One section that was given to somebody or is done. Without a row it is nobody's in particular."""

    __tablename__ = "document_section"
    __table_args__ = (CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),)

    KEY_LENGTH = 40

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    document: Mapped[Document] = relationship()
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id)
