"""Whether what stands in the name's cell looks like somebody's name."""

import unicodedata

from app.blueprints.org.service.importing import sheet
from app.blueprints.org.service.importing.sheet import Line
from app.core.sentences import said

BETWEEN = frozenset(
    "·•・‧\u0f0b-\u2010\u2011'\u2019\u2018. \u3007"
)  # the last, a numeral, is a syllable of names
JOINERS = frozenset("\u200c\u200d")  # shape the letters of some scripts
SHOWN = 5  # of the uncommon characters


def check_name(line: Line) -> None:
    """Refuse what no name has and no page should show."""
    if any(each in "<>" or _is_control(each) for each in line.name):
        line.blame(sheet.NAME, said("姓名里不能有“<”“>”、换行或看不见的控制字符。"))


def hint_at_name(line: Line) -> None:
    """Digits, pictures, brackets: probably a slip, perhaps how the school tells two people apart."""
    odd = list(dict.fromkeys(each for each in line.name if not _is_common(each)))
    if odd:
        shown = "".join(odd[:SHOWN])
        line.hints.append(said("姓名里有不常见的字符，请核对：%(characters)s", characters=shown))


def _is_control(each: str) -> bool:
    return unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") and each not in JOINERS


def _is_common(each: str) -> bool:
    return unicodedata.category(each)[0] in "LM" or each in BETWEEN or each in JOINERS
