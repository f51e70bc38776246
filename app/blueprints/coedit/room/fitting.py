"""Whether an update may still be taken in by a document that is as big as it may be.

A full document must let itself be made shorter, and an editor that deletes also writes: it joins
paragraphs, and puts headings of sections back. So what counts is the balance.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.blueprints.coedit.room.yupdate import Shape

Span = tuple[int, int, int]  # (client, start, end)


def only_shrinks(shape: Shape, clocks: Mapping[int, int], gone: Callable[[], Sequence[Span]]) -> bool:
    """Whether it takes away at least as much as it adds. `gone` says what is deleted already."""
    if all(run.end <= clocks.get(run.client, 0) for run in shape.runs):
        return True
    reached = [(client, start, min(end, clocks.get(client, 0))) for client, start, end in shape.deletes]
    taken = _joined(reached)
    if not taken:
        return False
    before = _joined(gone())
    freed = sum(_length(spans) - _shared(spans, before.get(client, [])) for client, spans in taken.items())
    return freed >= shape.content_bytes  # a letter takes a byte at least


def _joined(spans: Iterable[Span]) -> dict[int, list[tuple[int, int]]]:
    """By client, in order, none touching another."""
    joined: dict[int, list[tuple[int, int]]] = {}
    for client, start, end in sorted(spans):
        if start >= end:
            continue
        mine = joined.setdefault(client, [])
        if mine and start <= mine[-1][1]:
            mine[-1] = (mine[-1][0], max(end, mine[-1][1]))
        else:
            mine.append((start, end))
    return joined


def _length(spans: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)


def _shared(spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int:
    shared = at = 0
    for start, end in spans:
        while at < len(others) and others[at][1] <= start:
            at += 1
        number = at
        while number < len(others) and others[number][0] < end:
            shared += min(end, others[number][1]) - max(start, others[number][0])
            number += 1
    return shared
