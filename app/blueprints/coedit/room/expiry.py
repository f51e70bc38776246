"""Sign-ins that run out while their pages are open: judged at that moment, not with the next round."""

from collections.abc import Callable
from datetime import datetime

import gevent

from app.core import clock


class Expiry:
    """A timer for each page. Using the product elsewhere puts the moment off, so it is asked for again."""

    def __init__(self, judge: Callable[[str], None], expires: Callable[[str], datetime | None]) -> None:
        self._judge, self._expires = judge, expires
        self._timers: dict[str, gevent.Greenlet[..., None]] = {}

    def watch(self, sid: str, at: datetime) -> None:
        seconds = max((at - clock.now()).total_seconds(), 0.0)
        self._timers[sid] = gevent.spawn_later(seconds, self._come_due, sid)

    def forget(self, sid: str) -> None:
        timer = self._timers.pop(sid, None)
        if timer is not None and timer is not gevent.getcurrent():
            timer.kill(block=False)

    def _come_due(self, sid: str) -> None:
        # Timers can come early, and judging takes time: what ran out in between must be judged again.
        judged = clock.now()
        self._judge(sid)
        later = self._expires(sid)
        if later is not None and later > judged:
            self.watch(sid, later)
