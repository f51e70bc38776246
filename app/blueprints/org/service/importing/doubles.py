"""Rows of one file that claim the same account, phone or e-mail."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.sheet import Line
from app.core.sentences import said

NAMED = 3  # other rows in one sentence


def find_doubles(lines: Sequence[Line]) -> None:
    """All of them are bad, each naming the others: which one is meant, only the school knows."""
    kinds: list[tuple[str, str, Callable[[str], str]]] = [
        ("account_name", sheet.ACCOUNT, lambda rows: said("工号与第 %(row)s 行重复。", row=rows)),
        ("phone", sheet.PHONE, lambda rows: said("手机号与第 %(row)s 行重复。", row=rows)),
        ("email", sheet.EMAIL, lambda rows: said("邮箱与第 %(row)s 行重复。", row=rows)),
    ]
    for name, column, sentence in kinds:
        for alike in _alike(lines, name):
            first = [line.number for line in alike[: NAMED + 1]]
            for line in alike:
                line.blame(column, sentence(_others(first, line.number, len(alike) - 1)))


def _alike(lines: Sequence[Line], name: str) -> list[list[Line]]:
    by_value: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_value[getattr(line, name).lower()].append(line)
    return [found for value, found in by_value.items() if value and len(found) > 1]


def _others(numbers: Sequence[int], own: int, count: int) -> str:
    """`3、5、8…`: in a column filled down by mistake, not thousands of numbers in each row."""
    named = [str(number) for number in numbers if number != own][:NAMED]
    return str(_("、")).join(named) + ("…" if count > len(named) else "")
