"""The tree of what is taught: volume, unit, topic, lesson."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import reference
from app.blueprints.accounts.models import User
from app.blueprints.org.models import OrgUnit
from app.core.db import Base, Timestamps


class NodeKind(enum.StrEnum):
    VOLUME = "volume"  # 册次: 三年级上册 人教版 数学
    UNIT = "unit"  # 单元
    TOPIC = "topic"  # 课题
    PERIOD = "period"  # 课时

    @property
    def below(self) -> "NodeKind | None":
        """The kind of the children."""
        order = list(NodeKind)
        return order[order.index(self) + 1] if self is not NodeKind.PERIOD else None


_OWN_VOLUME = text("kind = 'volume' AND owner_unit_id IS NOT NULL AND archived_at IS NULL")


class CurriculumNode(Timestamps, Base):
    """One node. Without an owner it is shared by all; a group's or school's own node is seen only there."""

    __tablename__ = "curriculum_node"
    __table_args__ = (
        Index("ix_curriculum_node_place", "subject", "grade", "edition", "volume"),
        Index(
            "uq_curriculum_node_own_volume",  # an owner keeps one tree of a book
            *("owner_unit_id", "subject", "grade", "edition", "volume", "revision_year"),
            unique=True,
            sqlite_where=_OWN_VOLUME,
            postgresql_where=_OWN_VOLUME,
        ),
    )

    NAME_LENGTH = 80
    MOST_PERIODS = 60

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
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_node.id"))
    archived_at: Mapped[datetime | None]

    parent: Mapped["CurriculumNode | None"] = relationship(
        remote_side="CurriculumNode.id", foreign_keys=parent_id
    )
    owner_unit: Mapped[OrgUnit | None] = relationship()

    @property
    def volume_id(self) -> int:
        """The id of the volume this node is in, or is."""
        return int(self.path.split("/")[1])

    @property
    def place(self) -> "Place":
        return Place(
            stage=self.stage,
            subject=self.subject,
            grade=self.grade,
            edition=self.edition,
            revision_year=self.revision_year,
            volume=self.volume,
        )

    @property
    def is_named_by_place(self) -> bool:
        """A volume that nobody gave a name of its own: pages name it in the reader's language."""
        return self.kind is NodeKind.VOLUME and (not self.owner_unit_id or self.name == self.place.name)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which book: the codes that every node of a volume repeats."""

    stage: str
    subject: str
    grade: str
    edition: str
    volume: str
    revision_year: int | None = None

    @property
    def name(self) -> str:
        """`数学 三年级上册 人教版`: what its volume is called unless a school says otherwise."""
        subject, grade = _said(reference.subjects(), self.subject), _said(reference.grades(), self.grade)
        volume, edition = _said(reference.volumes(), self.volume), _said(reference.editions(), self.edition)
        return f"{subject} {grade}{volume} {edition}"


def _said(table: Mapping[str, reference.Entry], code: str) -> str:
    return table[code].name if code in table else code  # of an older release


class ChangeKind(enum.StrEnum):
    COPIED = "copied"
    ADDED = "added"
    EDITED = "edited"
    MOVED = "moved"
    ARCHIVED = "archived"
    RESTORED = "restored"
    IMPORTED = "imported"


class CurriculumChange(Timestamps, Base):
    """One change of an own volume, with what was there before, so that it can be undone."""

    __tablename__ = "curriculum_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("curriculum_node.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_import.id"), index=True)
    kind: Mapped[ChangeKind]
    node_name: Mapped[str] = mapped_column(String(80))
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # one snapshot for each node touched
    undone_at: Mapped[datetime | None]

    actor: Mapped[User] = relationship()


class ImportState(enum.StrEnum):
    CHECKED = "checked"  # dry run: nothing saved
    CONFIRMED = "confirmed"
    UNDONE = "undone"


class CurriculumImport(Timestamps, Base):
    """An uploaded Excel tree: what each row would do, then what was done."""

    __tablename__ = "curriculum_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[ImportState] = mapped_column(default=ImportState.CHECKED)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    owner_unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[User] = relationship()

    @property
    def bad_rows(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if _is_bad(row)]


def _is_bad(row: Mapping[str, Any]) -> bool:
    return bool(row.get("reasons") or row.get("reason"))  # the latter in rows of an older release
