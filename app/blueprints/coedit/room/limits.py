"""How much one person, one message and one document may be. Part of the protocol."""

import time
from collections.abc import Callable

MOST_FRAME_BYTES = 8 * 1024 * 1024  # refused while it is being read
MOST_UPDATE_BYTES = 1024 * 1024
MOST_UPDATE_PARTS = 50_000  # structs, values and deletes: reading them keeps everybody waiting
MOST_VECTOR_BYTES = 256 * 1024
MOST_AWARENESS_BYTES = 8 * 1024
MOST_DOCUMENT_BYTES = 16 * 1024 * 1024  # what is there may be deleted also then, see fitting.py
MEASURED_EVERY = 5.0  # seconds, while a document is as big as it may be
MOST_MEMBERS = 600
MOST_SECTIONS = 200  # that one message says it takes out
MOST_PAGES_OF_ONE = 20  # of one person in one room
TAKE_SECONDS = 0.02  # for the updates of one room at a time: then others have their turn

UPDATES_PER_SECOND, UPDATES_AT_ONCE = 60.0, 240
BYTES_PER_SECOND, BYTES_AT_ONCE = 128 * 1024.0, 4 * 1024 * 1024
JOINS_PER_SECOND, JOINS_AT_ONCE = 1.0, 30
FAULTS_PER_SECOND, FAULTS_AT_ONCE = 0.2, 30  # updates refused as invalid or out of step
CARETS_PER_SECOND, CARETS_AT_ONCE = 20.0, 60


class TokenBucket:
    """Lets `burst` through at once and `rate` a second in the long run."""

    __slots__ = ("_burst", "_clock", "_full_at", "_rate")

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._full_at = clock()  # the moment at which the bucket is full again

    def take(self, cost: int = 1) -> bool:
        now = self._clock()
        full_at = max(self._full_at, now) + cost / self._rate
        if full_at - now > self._burst / self._rate:
            return False
        self._full_at = full_at
        return True
