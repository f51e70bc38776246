"""One open browser page: a socket of a signed-in person."""

from dataclasses import dataclass, field

from app.blueprints.coedit.room import limits
from app.blueprints.coedit.room.limits import TokenBucket


@dataclass(eq=False)
class Page:
    """What is known of a connection, without looking anything up."""

    sid: str
    user_id: int
    login_id: int  # the LoginSession it stands on
    doubts: int = 0  # how often somebody said that its rights may have become fewer
    updates: TokenBucket = field(
        default_factory=lambda: TokenBucket(limits.UPDATES_PER_SECOND, limits.UPDATES_AT_ONCE)
    )
    bytes: TokenBucket = field(
        default_factory=lambda: TokenBucket(limits.BYTES_PER_SECOND, limits.BYTES_AT_ONCE)
    )
    joins: TokenBucket = field(
        default_factory=lambda: TokenBucket(limits.JOINS_PER_SECOND, limits.JOINS_AT_ONCE)
    )
    carets: TokenBucket = field(
        default_factory=lambda: TokenBucket(limits.CARETS_PER_SECOND, limits.CARETS_AT_ONCE)
    )
