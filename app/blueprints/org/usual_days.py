"""How a school day usually runs, to fill in and then change by hand."""

from dataclasses import dataclass
from datetime import time

Hours = tuple[time, time]


@dataclass(frozen=True, kw_only=True)
class UsualDay:
    """Lessons of one length, a short break between them, a long one after the second (大课间)."""

    minutes: int
    forenoon: int
    afternoon: int
    begins: time = time(8, 0)
    goes_on: time = time(14, 0)
    pause: int = 10
    long_pause: int = 30

    def hours(self) -> list[Hours]:
        return [*self._run(self.begins, self.forenoon), *self._run(self.goes_on, self.afternoon)]

    def _run(self, begins: time, lessons: int) -> list[Hours]:
        at, found = begins.hour * 60 + begins.minute, list[Hours]()
        for number in range(1, lessons + 1):
            end = at + self.minutes
            found.append((time(*divmod(at, 60)), time(*divmod(end, 60))))
            is_long = number == 2 and begins == self.begins
            at = end + (self.long_pause if is_long else self.pause)
        return found


USUAL_DAYS = {
    "primary": UsualDay(minutes=40, forenoon=4, afternoon=2),
    "middle": UsualDay(minutes=45, forenoon=4, afternoon=4),
}
