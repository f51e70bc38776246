"""People who come are let in one at a time, and whoever writes has a turn after each of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from gevent.lock import BoundedSemaphore

PAUSE_SECONDS = 0.001  # a timer, not a zero: only then are sockets looked at before the next one


class Turnstile:
    """Around what takes milliseconds of pure computing: a hundred such greenlets, all ready, would
    otherwise run before the next keystroke is even read."""

    def __init__(self) -> None:
        self._lock = BoundedSemaphore()

    @contextmanager
    def passing(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            finally:
                gevent.sleep(PAUSE_SECONDS)
