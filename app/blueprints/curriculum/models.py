"""The tree of what is taught: volume, unit, topic, lesson."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.org.models import OrgUnit
from app.core.db import Base, Timestamps


class NodeKind(enum.StrEnum):
    VOLUME = "volume"  # 册次: 三年级上册 人教版 数学
    UNIT = "unit"  # 单元
    TOPIC = "topic"  # 课题
    PERIOD = "period"  # 课时


class CurriculumNode(Timestamps, Base):
    """One node. Without an owner it is shared by all; a group's or school's own node is seen only there."""

    __tablename__ = "curriculum_node"
    __table_args__ = (Index("ix_curriculum_node_place", "subject", "grade", "edition", "volume"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NodeKind]
    owner_unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_node.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="/", index=True)  # "/3/17/52/": own id included
    name: Mapped[str] = mapped_column(String(80))
    name_pinyin: Mapped[str] = mapped_column(String(300), default="")  # full and initials, for finding
    position: Mapped[int] = mapped_column(default=0)
    periods: Mapped[int | None]  # suggested number of lessons (课时)
    # Repeated on every node of a volume, so that lists filter without climbing the tree.
    stage: Mapped[str] = mapped_column(String(20))  # the five codes are in app.reference
    subject: Mapped[str] = mapped_column(String(30))
    grade: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(30))
    revision_year: Mapped[int | None]
    volume: Mapped[str] = mapped_column(String(20))
    source_key: Mapped[str | None] = mapped_column(String(120), unique=True)  # of shipped nodes
    archived_at: Mapped[datetime | None]

    parent: Mapped["CurriculumNode | None"] = relationship(remote_side="CurriculumNode.id")
    owner_unit: Mapped[OrgUnit | None] = relationship()
