"""How long the steps of a lesson take: the column 时间 of its table, added up. The editor counts the same."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html
from markupsafe import Markup, escape

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = "(分钟|分|minutes?|mins?|['′’‘`]|小时|h(?:ours?)?)"
_TO = r"\s*(?:[-–—~∼至到])\s*"
_TIMED = re.compile(rf"{_NUMBER}\s*{_UNIT}?(?:{_TO}{_NUMBER}\s*)?{_UNIT}?", re.ASCII)
_BARE = re.compile(rf"{_NUMBER}(?:{_TO}{_NUMBER})?", re.ASCII)
_TIME = re.compile(r"时间|用时|时长|时间分配|预计时间|时间\(.*\)")
_STEP = re.compile("环节|教学环节|步骤|教学步骤|流程|教学流程")
_END = "</table></div>"  # how our writer ends every table
_WIDEST = 100


@dataclass(frozen=True)
class Minutes:
    """`3～5分钟` is between 3 and 5."""

    least: float
    most: float

    def __add__(self, other: "Minutes") -> "Minutes":
        return Minutes(self.least + other.least, self.most + other.most)

    def __str__(self) -> str:
        least, most = (f"{round(number, 1):g}" for number in (self.least, self.most))
        return least if least == most else f"{least}～{most}"


NONE = Minutes(0, 0)


@dataclass(frozen=True)
class Cell:
    column: int
    width: int
    words: str


def minutes_in(words: str) -> Minutes | None:
    """What somebody wrote about time; nothing that is no time counts."""
    words = " ".join(unicodedata.normalize("NFKC", words).lower().split())
    if bare := _BARE.fullmatch(words):
        return Minutes(float(bare[1]), float(bare[2] or bare[1]))
    total: Minutes | None = None
    for first, middle, until, end in _TIMED.findall(words):
        unit = end or middle
        if not unit:
            continue
        least = _length(first, middle or unit)
        most = _length(until, unit) if until else least
        total = (total or NONE) + Minutes(min(least, most), max(least, most))
    return total


def minutes_of(rows: Sequence[Sequence[Cell]]) -> Minutes | None:
    """The sum of a table whose header names 环节 and 时间; None for any other."""
    header = rows[0] if rows else []
    time = next((cell for cell in header if _is(cell, _TIME)), None)
    if time is None or not any(_is(cell, _STEP) for cell in header):
        return None
    total = NONE
    for cell in (cell for row in rows[1:] for cell in row):
        if time.column <= cell.column < time.column + time.width:
            total += minutes_in(cell.words) or NONE
    return total


def with_sums(html: str, sentence: Callable[[Minutes], str]) -> Markup:
    """The cleaned HTML of a document with a line under each table of steps."""
    parts = html.split(_END)
    sums = list(_sums(html)) if len(parts) > 1 else []
    if len(sums) != len(parts) - 1:  # not as our writer writes: nothing is better than a wrong line
        return Markup(html)  # noqa: S704 - it was clean before
    written = [parts[0]]
    for minutes, rest in zip(sums, parts[1:], strict=True):
        line = f'<p class="minutes-sum">{escape(sentence(minutes))}</p>' if minutes else ""
        written += [_END, line, rest]
    return Markup("".join(written))  # noqa: S704 - as clean as before


def _sums(html: str) -> Iterator[Minutes | None]:
    try:
        root = lxml_html.document_fromstring(html)
    except etree.ParserError:
        return
    for table in root.iter("table"):
        yield minutes_of(list(_rows(table)))


def _rows(table: lxml_html.HtmlElement) -> Iterator[list[Cell]]:
    """Every cell once, in the row in which it begins, with the column in which it stands."""
    covered: dict[int, int] = {}  # column → rows that a cell above still covers
    for row in table.iter("tr"):
        column, cells = 0, []
        still = {each: left - 1 for each, left in covered.items() if left > 1}
        for element in row.iterchildren("td", "th"):
            while covered.get(column, 0) > 0:
                column += 1
            width = min(_span(element, "colspan"), _WIDEST)
            cells.append(Cell(column, width, element.text_content()))
            down = _span(element, "rowspan")
            still |= {each: down - 1 for each in range(column, column + width) if down > 1}
            column += width
        covered = still
        yield cells


def _span(element: lxml_html.HtmlElement, name: str) -> int:
    value = element.get(name) or "1"
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _length(number: str, unit: str) -> float:
    return float(number) * (60 if unit.startswith(("小时", "h")) else 1)


def _is(cell: Cell, pattern: re.Pattern[str]) -> bool:
    words = "".join(unicodedata.normalize("NFKC", cell.words).split())
    return pattern.fullmatch(words) is not None
