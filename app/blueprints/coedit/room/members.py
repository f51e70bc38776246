"""The pages that have joined a room, and what they sent that is not taken in yet."""

import enum
import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.refusals import Reason, Refused


class Role(enum.StrEnum):
    EDIT = "edit"
    SUGGEST = "suggest"  # what such a person writes stands there as a suggestion, or is refused
    READ = "read"


@dataclass(eq=False)
class Member:
    """One page that has joined."""

    sid: str
    user_id: int
    client_id: int
    role: Role
    judged_at: float = 0.0  # when the role was last asked for
    refused_at: float = math.inf  # its first message refused since it joined: no later one is acknowledged
    person: Mapping[str, Any] = field(default_factory=dict)  # as the others see them
    faults: limits.TokenBucket = field(
        default_factory=lambda: limits.TokenBucket(limits.FAULTS_PER_SECOND, limits.FAULTS_AT_ONCE)
    )


@dataclass(frozen=True)
class Waiting:
    """An update that was received and is not stored yet."""

    member: Member
    mid: int
    data: bytes
    without: frozenset[str] = frozenset()  # sections that it takes out on purpose


class Inbox:
    """What waits for the next flush, in order, and never more than a whole document."""

    def __init__(self) -> None:
        self._items: deque[Waiting] = deque()
        self._bytes = 0

    def __bool__(self) -> bool:
        return bool(self._items)

    def offer(self, item: Waiting) -> None:
        """Raises Refused if too much waits already."""
        if self._bytes + len(item.data) > limits.MOST_DOCUMENT_BYTES:
            raise Refused(Reason.TOO_FAST)
        self._items.append(item)
        self._bytes += len(item.data)

    def pop(self) -> Waiting:
        """The oldest."""
        item = self._items.popleft()
        self._bytes -= len(item.data)
        return item

    def drop_from(self, sid: str) -> None:
        """What this page sent will not be taken in."""
        self._items = deque(item for item in self._items if item.member.sid != sid)
        self._bytes = sum(len(item.data) for item in self._items)

    def clear(self) -> None:
        self._items.clear()
        self._bytes = 0
