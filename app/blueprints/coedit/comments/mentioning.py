"""`@苏屿` in a comment: who is meant, and where it stands. Only those who take part can be meant."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.blueprints.coedit.hosts import Colleague


def labels_of(colleagues: Sequence[Colleague]) -> dict[str, Colleague]:
    """What to write behind the @ for each of them: the name, with the school where two have the same."""
    count = Counter(person.name for person in colleagues)
    return {
        person.name if count[person.name] == 1 else f"{person.name}（{person.school}）": person
        for person in colleagues
    }


def mentioned_in(body: str, labels: Mapping[str, Colleague]) -> dict[int, str]:
    """Whom `body` speaks to: the label by the person's number."""
    return {labels[label].user_id: label for label in _labels_in(body, labels)}


def pieces_of(body: str, labels: Collection[str]) -> list[tuple[str, bool]]:
    """The body cut at its mentions: (words, whether they are one)."""
    if not labels:
        return [(body, False)]
    cut = re.split(_pattern(labels), body)
    return [(words, number % 2 == 1) for number, words in enumerate(cut) if words]


def _labels_in(body: str, labels: Collection[str]) -> Iterator[str]:
    if labels:
        for match in re.finditer(_pattern(labels), body):
            yield match[0][1:]


def _pattern(labels: Collection[str]) -> str:
    """The longest first: @陈立新 does not speak to 陈立."""
    return "(@(?:" + "|".join(re.escape(each) for each in sorted(labels, key=len, reverse=True)) + "))"
