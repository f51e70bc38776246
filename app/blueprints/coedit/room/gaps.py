"""Whether a replica can take in an update at once, or would keep a part of it pending.

What is pending is in no snapshot and in no browser's text: it must never be stored or acknowledged.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.blueprints.coedit.room.yupdate import Run, Shape


@dataclass(slots=True)
class Course:
    """How an update is taken in: far enough for each struct to find what it stands on."""

    reached: dict[int, int] = field(default_factory=dict)  # client → next clock
    steps: list[tuple[Run, int]] = field(default_factory=list)  # a run, and up to which clock, in order


def clocks_after(shape: Shape, clocks: Mapping[int, int]) -> dict[int, int] | None:
    """The clocks that change if a replica that knows `clocks` takes this in; None if it could not whole."""
    course = course_of(shape, clocks)
    return None if course is None else course.reached


def course_of(shape: Shape, clocks: Mapping[int, int]) -> Course | None:
    """The same, and in which order."""
    course = _integrate(shape.runs, clocks)
    if course is None:
        return None
    for client, _start, end in shape.deletes:
        if end > course.reached.get(client, clocks.get(client, 0)):
            return None  # deletes what is not there yet
    course.reached = {
        client: clock for client, clock in course.reached.items() if clock > clocks.get(client, 0)
    }
    return course


def _integrate(runs: list[Run], clocks: Mapping[int, int]) -> Course | None:
    """Move each client's clock on as far as its structs stand on something, until all are through."""
    course = Course()
    reached = course.reached
    for run in runs:
        if run.start > clocks.get(run.client, 0) or run.client in reached:
            return None
        reached[run.client] = clocks.get(run.client, 0)
    waiting: dict[int, list[Run]] = defaultdict(list)
    position = {run.client: 0 for run in runs}
    ready = list(runs)
    while ready:
        run = ready.pop()
        before = reached[run.client]
        blocker = _advance(run, position, reached, clocks)
        if blocker is not None:
            waiting[blocker].append(run)
        if reached[run.client] > before:
            course.steps.append((run, reached[run.client]))
            ready += waiting.pop(run.client, [])
    return None if any(waiting.values()) else course


def _advance(
    run: Run, position: dict[int, int], reached: dict[int, int], clocks: Mapping[int, int]
) -> int | None:
    """Take in the run up to the first struct that needs a client which is not so far; that client."""
    for index in range(position[run.client], len(run.needs)):
        clock, (client, needed) = run.needs[index]
        if clock >= clocks.get(run.client, 0) and needed >= reached.get(client, clocks.get(client, 0)):
            position[run.client] = index
            reached[run.client] = max(reached[run.client], clock)
            return client
    position[run.client] = len(run.needs)
    reached[run.client] = max(reached[run.client], run.end)
    return None
