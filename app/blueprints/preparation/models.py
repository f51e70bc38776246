"""Joint lesson preparation (集体备课): one lesson, one lead preparer, those who take part, one text."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.blueprints.accounts.models import User
from app.blueprints.coedit.models import Document, DocumentVersion
from app.blueprints.curriculum.models import CurriculumNode
from app.blueprints.org.models import OrgUnit, SchoolGroup, Term
from app.blueprints.preparation.states import (
    STEPS,
    UNDER_WAY,
    Move,
    Overdue,
    State,
    Visibility,
)
from app.core.db import Base, Timestamps
from app.core.errors import Conflict, Invalid


class JointPreparation(Timestamps, Base):
    """One lesson (or unit) that several teachers prepare together, up to the plan all of them share."""

    __tablename__ = "joint_preparation"
    __table_args__ = (
        CheckConstraint("state != 'cancelled' OR cancel_reason != ''", name="cancelled_with_reason"),
        CheckConstraint(
            "state NOT IN ('finalized', 'archived')"
            " OR (finalized_at IS NOT NULL AND finalized_by_id IS NOT NULL AND final_version_id IS NOT NULL)",
            name="finalized_with_version",
        ),
        CheckConstraint("state IN ('planned', 'cancelled') OR document_id IS NOT NULL", name="has_text"),
        CheckConstraint("finalize_due IS NULL OR circulate_due IS NULL OR finalize_due >= circulate_due",
                        name="dues_in_order"),
        CheckConstraint("week_no IS NULL OR week_no BETWEEN 1 AND 40", name="week_no"),
        CheckConstraint("periods IS NULL OR periods BETWEEN 1 AND 60", name="periods"),
    )  # fmt: skip

    TITLE_LENGTH = 120
    REASON_LENGTH = 300
    MOST_PERIODS = 60

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    node_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_node.id"), index=True)
    # Repeated from the topic, so that lists filter without it and texts outlive a changed tree.
    subject: Mapped[str] = mapped_column(String(30), index=True)
    grade: Mapped[str] = mapped_column(String(10), index=True)
    edition: Mapped[str | None] = mapped_column(String(30))
    volume: Mapped[str | None] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)  # 备课组 or 大教研组
    group_id: Mapped[int | None] = mapped_column(ForeignKey("school_group.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"), index=True)
    week_no: Mapped[int | None]
    lead_preparer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.PLANNED, index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.LESSON_GROUP)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    template_key: Mapped[str | None] = mapped_column(String(60))  # "lesson_plan-mathematics@1"
    lesson_type: Mapped[str | None] = mapped_column(String(30))
    periods: Mapped[int | None]
    discuss_at: Mapped[datetime | None] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(String(120), default="")
    circulate_due: Mapped[date | None]
    finalize_due: Mapped[date | None]
    finalized_at: Mapped[datetime | None]
    finalized_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    final_version_id: Mapped[int | None] = mapped_column(ForeignKey("document_version.id"))
    contributor_count: Mapped[int | None]  # who wrote in the final version
    cancel_reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    node: Mapped[CurriculumNode | None] = relationship()
    unit: Mapped[OrgUnit] = relationship()
    group: Mapped[SchoolGroup | None] = relationship()
    term: Mapped[Term | None] = relationship()
    lead_preparer: Mapped[User] = relationship(foreign_keys=lead_preparer_id)
    finalized_by: Mapped[User | None] = relationship(foreign_keys=finalized_by_id)
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    document: Mapped[Document | None] = relationship()
    final_version: Mapped[DocumentVersion | None] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="preparation", order_by="Participant.id", cascade="all, delete-orphan"
    )
    transitions: Mapped[list["Transition"]] = relationship(
        order_by="Transition.id", cascade="all, delete-orphan"
    )

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_one_hand(self) -> bool:
        """One person wrote it: allowed, and shown. Says nothing of what was discussed in a room."""
        return self.contributor_count is not None and self.contributor_count <= 1

    def overdue(self, today: date) -> Overdue | None:
        before_circulation = self.state in {State.PLANNED, State.DRAFTING}
        if before_circulation and self.circulate_due and self.circulate_due < today:
            return Overdue.CIRCULATION
        if self.is_under_way and self.finalize_due and self.finalize_due < today:
            return Overdue.FINALIZATION
        return None

    def allows(self, move: Move) -> bool:
        return self.state in STEPS[move].sources

    def move(self, move: Move, *, by: User, at: datetime, reason: str = "") -> None:
        """Go one step of the cycle, and log who did it."""
        if not self.allows(move):
            raise Conflict(_("这次备课已经不在可以这样做的阶段，请刷新页面看看。"))
        if move is Move.CANCEL and not reason:
            raise Invalid(_("请写明取消的原因。"), {"reason": _("请写明取消的原因。")})
        if move is Move.CANCEL:
            self.cancel_reason = reason
        target = STEPS[move].target
        self.transitions.append(
            Transition(actor=by, move=move, source=self.state, target=target, at=at, reason=reason)
        )
        self.state = target

    def finalize(
        self, version: DocumentVersion, *, contributors: int, by: User, at: datetime, reason: str = ""
    ) -> None:
        """From here on `version` is the plan all share (共案)."""
        self.move(Move.FINALIZE, by=by, at=at, reason=reason)
        self.final_version, self.contributor_count = version, contributors
        self.finalized_at, self.finalized_by = at, by

    def participant(self, user_id: int) -> "Participant | None":
        return next((person for person in self.participants if person.user_id == user_id), None)


class Participant(Base):
    """Somebody who takes part; the lead preparer is one of them."""

    __tablename__ = "preparation_participant"
    __table_args__ = (
        UniqueConstraint("preparation_id", "user_id", name="uq_preparation_participant_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    preparation_id: Mapped[int] = mapped_column(ForeignKey("joint_preparation.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    joined_at: Mapped[datetime]
    last_opened_at: Mapped[datetime | None]

    preparation: Mapped[JointPreparation] = relationship(back_populates="participants")
    user: Mapped[User] = relationship(foreign_keys=user_id)
    invited_by: Mapped[User] = relationship(foreign_keys=invited_by_id)


class Transition(Base):
    """One step of the cycle: who took it, when, and why. Rows are only added."""

    __tablename__ = "preparation_transition"

    id: Mapped[int] = mapped_column(primary_key=True)
    preparation_id: Mapped[int] = mapped_column(
        ForeignKey("joint_preparation.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    move: Mapped[Move | None]  # None: it began here
    source: Mapped[State | None]
    target: Mapped[State]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(JointPreparation.REASON_LENGTH), default="")

    actor: Mapped[User] = relationship()


class WordUpload(Timestamps, Base):
    """A Word file that waits to be converted; gone as soon as that is done or has failed."""

    __tablename__ = "preparation_word_upload"

    FILE_NAME_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    content: Mapped[bytes] = mapped_column(LargeBinary)
