"""The cycle of a joint preparation: its states, the moves between them, and who may find it."""

import enum
from dataclasses import dataclass


class State(enum.StrEnum):
    PLANNED = "planned"
    DRAFTING = "drafting"  # 个人初备
    CIRCULATED = "circulated"  # 发布初案
    DISCUSSING = "discussing"  # 集体研讨
    REVISING = "revising"  # 修改定稿
    FINALIZED = "finalized"  # 共案: a frozen version
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({State.PLANNED, State.DRAFTING, State.CIRCULATED, State.DISCUSSING, State.REVISING})
WRITABLE = UNDER_WAY - {State.PLANNED}  # a planned one has no text yet
SETTLED = frozenset({State.FINALIZED, State.ARCHIVED})


class Move(enum.StrEnum):
    START_DRAFT = "start_draft"
    CIRCULATE = "circulate"
    RETURN = "return"
    OPEN_DISCUSSION = "open_discussion"
    CLOSE_DISCUSSION = "close_discussion"
    REOPEN = "reopen"
    FINALIZE = "finalize"
    ARCHIVE = "archive"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Step:
    """Where a move leads, and from where it is possible."""

    sources: frozenset[State]
    target: State


STEPS: dict[Move, Step] = {
    Move.START_DRAFT: Step(frozenset({State.PLANNED}), State.DRAFTING),
    Move.CIRCULATE: Step(frozenset({State.DRAFTING}), State.CIRCULATED),
    Move.RETURN: Step(frozenset({State.CIRCULATED}), State.DRAFTING),
    Move.OPEN_DISCUSSION: Step(frozenset({State.CIRCULATED}), State.DISCUSSING),
    Move.CLOSE_DISCUSSION: Step(frozenset({State.DISCUSSING}), State.REVISING),
    Move.REOPEN: Step(frozenset({State.DISCUSSING, State.REVISING}), State.DRAFTING),
    Move.FINALIZE: Step(frozenset({State.REVISING}), State.FINALIZED),
    Move.ARCHIVE: Step(frozenset({State.FINALIZED}), State.ARCHIVED),
    Move.CANCEL: Step(UNDER_WAY, State.CANCELLED),
}


class Visibility(enum.StrEnum):
    """Who may know of a preparation, in rising order; each level includes those before it."""

    PRIVATE = "private"  # who takes part
    INVITED = "invited"  # and those who lead the unit
    LESSON_GROUP = "lesson_group"  # and the unit that prepares
    SUBJECT_GROUP = "subject_group"
    SCHOOL = "school"
    GROUP = "group"
    DISTRICT = "district"
    PUBLIC = "public"  # reserved

    @property
    def rank(self) -> int:
        return list(Visibility).index(self)

    @classmethod
    def at_least(cls, lowest: "Visibility") -> list["Visibility"]:
        return [level for level in cls if level.rank >= lowest.rank]


class Overdue(enum.StrEnum):
    """What should have happened by now. Computed from the dates, never stored."""

    CIRCULATION = "circulation"
    FINALIZATION = "finalization"
