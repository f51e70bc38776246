"""What has to be indexed again."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class SearchChange(Base):
    """A thing that changed since it was indexed; however often, there is one row."""

    __tablename__ = "search_change"

    uid: Mapped[str] = mapped_column(String(80), primary_key=True)  # "<kind>:<id>"
    at: Mapped[datetime]  # of the newest change
